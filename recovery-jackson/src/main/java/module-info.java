/** Checkpoint state as JSON or Smile. Start at {@link io.github.recovery4j.jackson.JacksonCodec}. */
module io.github.recovery4j.jackson {
    requires static transitive org.jspecify;
    requires transitive io.github.recovery4j.core;
    requires transitive tools.jackson.databind;
    requires static tools.jackson.dataformat.smile;

    exports io.github.recovery4j.jackson;

    provides io.github.recovery4j.codec.StateCodec with
            io.github.recovery4j.jackson.JacksonCodec;
}
