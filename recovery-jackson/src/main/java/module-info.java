/** Checkpoint state as JSON. Start at {@link io.github.recovery4j.jackson.JacksonCodec}. */
module io.github.recovery4j.jackson {
    requires static transitive org.jspecify;
    requires transitive io.github.recovery4j.core;
    requires transitive tools.jackson.databind;

    exports io.github.recovery4j.jackson;

    provides io.github.recovery4j.codec.StateCodec with
            io.github.recovery4j.jackson.JacksonCodec;
}
