package io.github.recovery4j.ledger;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hashes as texts, and grants as their fields: secrets do not depend on how the host encodes its states. */
final class GrantCodec implements StateCodec {

    @Override
    public String name() {
        return "grant";
    }

    @Override
    public Encoded encode(Object value) {
        FieldWriter writer = new FieldWriter();
        if (value instanceof Grant grant) {
            writer.text(grant.permission())
                    .text(grant.tenant())
                    .flag(grant.expiry().isPresent());
            grant.expiry().ifPresent(writer::instant);
            writer.number(grant.metadata().size());
            grant.metadata().forEach((name, text) -> writer.text(name).text(text));
        } else {
            writer.text(value.toString());
        }
        return Encoded.of(name(), 1, writer.bytes());
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        try {
            FieldReader reader = new FieldReader(ByteBuffer.wrap(encoded.toByteArray()));
            T value = type.cast(type == Grant.class ? grant(reader) : reader.text());
            if (!encoded.codec().equals(name())
                    || encoded.version() != 1
                    || reader.rest().hasRemaining()) {
                throw new CodecException("It is %s, not a %s".formatted(encoded, type.getSimpleName()), null);
            }
            return value;
        } catch (BufferUnderflowException | DateTimeException | ClassCastException e) {
            throw new CodecException("It is no " + type.getSimpleName(), e);
        }
    }

    private static Grant grant(FieldReader reader) {
        String permission = reader.text();
        String tenant = reader.text();
        Optional<Instant> expiry = reader.flag() ? Optional.of(reader.instant()) : Optional.empty();
        Map<String, String> metadata = new TreeMap<>();
        for (int left = reader.number(); left > 0; left--) {
            metadata.put(reader.text(), reader.text());
        }
        return new Grant(permission, tenant, expiry, metadata);
    }

    @Override
    public Map<String, String> fields(Object value) {
        return Map.of("", value.toString());
    }
}
