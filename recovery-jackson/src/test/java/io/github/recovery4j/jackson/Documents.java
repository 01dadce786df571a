package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.Encoded;
import java.nio.charset.StandardCharsets;

/** Sections as they may lie on a disk. */
final class Documents {

    private Documents() {}

    static Encoded of(String json) {
        return of(json, 1);
    }

    static Encoded of(String json, int version) {
        return Encoded.of(JacksonFormat.JSON.codecName(), version, json.getBytes(StandardCharsets.UTF_8));
    }
}
