package io.github.recovery4j.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses to write what could not be read: what is beyond the limits, and names with half a surrogate pair, which Jackson
 * escapes but does not read back.
 */
final class LimitedGenerator extends JsonGeneratorDelegate {

    private final StreamReadConstraints limits;

    LimitedGenerator(JsonGenerator generator, StreamReadConstraints limits) {
        super(generator, false);
        this.limits = limits;
    }

    @Override
    public JsonGenerator writeName(String name) {
        limits.validateNameLength(name.length());
        requireWholeCharacters(name);
        return super.writeName(name);
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
