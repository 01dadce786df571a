package io.github.recovery4j.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses to write what could not be read: what is beyond the limits, names that occur twice in an object, and names with
 * half a surrogate pair, which Jackson escapes but does not read back.
 */
final class LimitedGenerator extends JsonGeneratorDelegate {

    private final StreamReadConstraints limits;
    private final OpenObjects open = new OpenObjects();

    LimitedGenerator(JsonGenerator generator, StreamReadConstraints limits) {
        super(generator, false);
        this.limits = limits;
    }

    @Override
    public JsonGenerator writeStartObject() {
        open.start();
        return super.writeStartObject();
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue) {
        open.start();
        return super.writeStartObject(forValue);
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue, int size) {
        open.start();
        return super.writeStartObject(forValue, size);
    }

    @Override
    public JsonGenerator writeEndObject() {
        open.end();
        return super.writeEndObject();
    }

    @Override
    public JsonGenerator writeName(String name) {
        limits.validateNameLength(name.length());
        requireWholeCharacters(name);
        open.name(name);
        return super.writeName(name);
    }

    /** A name from the code. */
    @Override
    public JsonGenerator writeName(SerializableString name) {
        open.name(name.getValue());
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        open.name(Long.toString(id));
        return super.writePropertyId(id);
    }

    private static void requireWholeCharacters(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i)) && !Character.isSupplementaryCodePoint(name.codePointAt(i++))) {
                throw new RefusedException("a key has half a surrogate pair and could not be read back");
            }
        }
    }

    @Override
    public JsonGenerator writeString(String text) {
        limits.validateStringLength(text == null ? 0 : text.length());
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        limits.validateStringLength(length);
        return super.writeString(text, offset, length);
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        limits.validateStringLengthLong((length + 2L) / 3 * 4);
        return super.writeBinary(variant, data, offset, length);
    }

    @Override
    public JsonGenerator writeNumber(BigInteger value) {
        if (value != null && value.bitLength() / 4 > limits.getMaxNumberLength() / 2) {
            limits.validateIntegerLength(value.abs().toString().length());
        }
        return super.writeNumber(value);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal value) {
        if (value != null && value.precision() > limits.getMaxNumberLength() / 2) {
            limits.validateFPLength(value.toString().length());
        }
        return super.writeNumber(value);
    }
}
