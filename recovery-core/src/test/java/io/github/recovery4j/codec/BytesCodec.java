package io.github.recovery4j.codec;

import java.util.Map;

/** Bytes as they are, in parts. */
final class BytesCodec implements StateCodec {

    static final String NAME = "bytes";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Encoded encode(Object value) {
        SectionOutput output = new SectionOutput();
        byte[] bytes = (byte[]) value;
        output.write(bytes, 0, bytes.length / 3);
        output.write(bytes, bytes.length / 3, bytes.length - bytes.length / 3);
        return output.section(NAME, 7);
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        if (!encoded.codec().equals(NAME)) {
            throw new UnsupportedCodecException("bytes", encoded.codec(), "not by " + NAME);
        }
        return type.cast(encoded.toByteArray());
    }

    @Override
    public Map<String, String> fields(Object value) {
        return Map.of("", encode(value).text());
    }
}
