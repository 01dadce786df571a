package io.github.recovery4j.warm;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.util.Map;

/** A codec to be changed. */
abstract class Delegate implements StateCodec {

    private final StateCodec codec = new TestCodec();

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public Encoded encode(Object value) {
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
