package io.github.recovery4j;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.util.Map;
import java.util.function.Consumer;

/** The test codec, with something to be done before a value is encoded, or after one was decoded. */
public final class HookedCodec implements StateCodec {

    private final StateCodec codec = new TestCodec();
    private final Consumer<Object> beforeEncoding;
    private final Consumer<Object> afterDecoding;

    private HookedCodec(Consumer<Object> beforeEncoding, Consumer<Object> afterDecoding) {
        this.beforeEncoding = beforeEncoding;
        this.afterDecoding = afterDecoding;
    }

    public static HookedCodec beforeEncoding(Consumer<Object> hook) {
        return new HookedCodec(hook, value -> {});
    }

    public static HookedCodec afterDecoding(Consumer<Object> hook) {
        return new HookedCodec(value -> {}, hook);
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
        T value = codec.decode(encoded, type);
        afterDecoding.accept(value);
        return value;
    }

    @Override
    public Map<String, String> fields(Object value) {
        return codec.fields(value);
    }
}
