package io.github.recovery4j;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.util.Map;
import java.util.function.Consumer;

/** The test codec, with something to be done before a value is encoded. */
final class HookedCodec implements StateCodec {

    private final StateCodec codec = new TestCodec();
    private final Consumer<Object> beforeEncoding;

    HookedCodec(Consumer<Object> beforeEncoding) {
        this.beforeEncoding = beforeEncoding;
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public Encoded encode(Object value) {
        beforeEncoding.accept(value);
        return codec.encode(value);
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        return codec.decode(encoded, type);
    }

    @Override
    public Map<String, String> fields(Object value) {
        return codec.fields(value);
    }
}
