package io.github.recovery4j;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.job.NoConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import java.util.Map;

/** Java serialization, in text: good enough for tests, and for nothing else. */
public final class TestCodec implements StateCodec {

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Encoded encode(Object value) {
        if (value instanceof NoConfig) {
            return Encoded.of(name(), 1, new byte[0]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new CodecException(value.getClass() + " cannot be encoded", e);
        }
        return Encoded.of(name(), 1, Base64.getEncoder().encode(bytes.toByteArray()));
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        if (type == NoConfig.class) {
            return type.cast(new NoConfig());
        }
        byte[] bytes = Base64.getDecoder().decode(encoded.toByteArray());
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        } catch (IOException | ClassNotFoundException | ClassCastException e) {
            throw new CodecException("not a " + type.getSimpleName(), e);
        }
    }

    @Override
    public Map<String, String> fields(Object value) {
        return Map.of("", encode(value).text());
    }
}
