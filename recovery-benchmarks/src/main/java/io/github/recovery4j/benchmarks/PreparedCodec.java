package io.github.recovery4j.benchmarks;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.util.Map;

/** Bytes are their own encoding, so that no time goes into one; anything else is encoded as an empty object. */
public final class PreparedCodec implements StateCodec {

    public static final String NAME = "prepared";
    private static final byte[] EMPTY = {'{', '}'};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Encoded encode(Object value) {
        return Encoded.of(NAME, 1, value instanceof byte[] bytes ? bytes : EMPTY);
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        if (type != byte[].class) {
            throw new CodecException("Only byte[] can be decoded, not " + type.getName(), null);
        }
        return type.cast(encoded.toByteArray());
    }

    @Override
    public Map<String, String> fields(Object value) {
        return Map.of();
    }
}
