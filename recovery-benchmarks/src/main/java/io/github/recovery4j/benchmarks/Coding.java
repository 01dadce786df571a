package io.github.recovery4j.benchmarks;

import io.github.recovery4j.codec.CompressingCodec;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.jackson.JacksonCodec;
import io.github.recovery4j.jackson.JacksonFormat;

/** The ways to encode a state that are compared. */
public enum Coding {
    /** What the others are measured against. */
    JSON(json()),
    /** The same, with its parts joined to one array as most encoders do: what that costs. */
    JSON_JOINED(json()) {
        @Override
        Encoded encode(Object state) {
            Encoded section = super.encode(state);
            return Encoded.of(section.codec(), section.version(), section.toByteArray());
        }
    },
    SMILE(smile()),
    JSON_DEFLATED(CompressingCodec.of(json(), 1)),
    SMILE_DEFLATED(CompressingCodec.of(smile(), 1));

    private final StateCodec codec;

    Coding(StateCodec codec) {
        this.codec = codec;
    }

    private static StateCodec json() {
        return new JacksonCodec();
    }

    private static StateCodec smile() {
        return JacksonCodec.builder().format(JacksonFormat.SMILE).build();
    }

    Encoded encode(Object state) {
        return codec.encode(state);
    }

    <T> T decode(Encoded section, Class<T> type) {
        return codec.decode(section, type);
    }
}
