package io.github.recovery4j.jackson;

/**
 * In which format documents are written. A {@link JacksonCodec} writes one and reads all: whatever it is set to, what was
 * stored before stays readable, and a configuration stored in one format matches the same one wanted in another.
 */
public enum JacksonFormat {

    /** JSON in UTF-8, on one line: what people can read. */
    JSON("jackson-json"),

    /**
     * Smile, the binary form of JSON: about half as long, and written and read in two thirds of the time. Binary data
     * is stored as it is, not in Base64. A string with half a surrogate pair is refused when it is written.
     *
     * <p>Needs {@code tools.jackson.dataformat:jackson-dataformat-smile} on the class path; among named modules,
     * {@code tools.jackson.dataformat.smile} has to be required by somebody.
     */
    SMILE("jackson-smile");

    private final String codecName;

    JacksonFormat(String codecName) {
        this.codecName = codecName;
    }

    /** {@return the name recorded beside every section in this format; it never changes} */
    public String codecName() {
        return codecName;
    }
}
