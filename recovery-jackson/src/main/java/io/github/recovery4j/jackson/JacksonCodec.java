package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes values as JSON in UTF-8, on one line, and reads them back.
 *
 * <p>Reading is tolerant of fields that the class does not have, and strict about the rest:
 * <ul>
 *   <li>only the class that the caller names is created. Subtypes are told apart by logical names
 *       ({@code @JsonTypeInfo(use = Id.NAME)}) or by their fields; a type that asks for class names is refused;
 *   <li>{@code null}, or nothing, for a primitive component of a record is refused: a missing count is not zero. A
 *       missing reference is {@code null}, or {@code Optional.empty()};
 *   <li>a number is not read from a string, a whole number not from a fraction, an enum constant not from its position;
 *   <li>fields that occur twice, text after the end and documents beyond the {@link JacksonLimits} are refused, and
 *       refused already when they would be written.
 * </ul>
 *
 * <p>Writing is repeatable: record components in the order of their declaration, the properties of other classes by
 * name, hash maps and hash sets sorted. Collections that have an order keep it. Dates, times and durations are ISO 8601
 * text with their own zone or offset. Enum constants are written by their names.
 *
 * <p>Messages name the type, what is wrong and where, and never quote the document: it may hold secrets.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class JacksonCodec implements StateCodec {

    /** The name recorded beside every section. */
    public static final String NAME = "jackson-json";

    private final JacksonLimits limits;
    private final StateTypes types;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ObjectWriter canonicalWriter;
    private final ObjectReader trees;

    /** Creates a codec with the default limits, in which every type is version 1. */
    public JacksonCodec() {
        this(builder());
    }

    private JacksonCodec(Builder builder) {
        this.limits = builder.limits;
        this.types = new StateTypes(builder.types);
        JsonMapper mapper = SafeMapper.create(builder.limits, builder.customizer);
        this.reader = mapper.reader();
        this.writer = mapper.writer();
        this.canonicalWriter = writer.withAttribute(Order.CANONICAL, true);
        this.trees = reader.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** {@return a builder with the defaults of {@link #JacksonCodec()}} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Encoded encode(Object value) {
        StateType type = types.of(value.getClass());
        return Encoded.of(NAME, type.current(), write(value, type.name(), writer));
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        StateType versions = types.of(type);
        byte[] document = document(encoded, versions);
        if (encoded.version() < versions.current()) {
            document = migrate(document, encoded.version(), versions);
        }
        return read(document, type, reader, versions.name());
    }

    @Override
    public Map<String, String> fields(Object value) {
        String type = types.of(value.getClass()).name();
        JsonNode tree = read(write(value, type, canonicalWriter), JsonNode.class, trees, type);
        if (!tree.isObject()) {
            return Map.of("", tree.toString());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        tree.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
        return fields;
    }

    private byte[] document(Encoded encoded, StateType type) {
        if (!encoded.codec().equals(NAME)) {
            throw new CodecException(
                    "%s was written by the codec %s, not by %s".formatted(type.name(), encoded.codec(), NAME), null);
        }
        type.requireReadable(encoded.version());
        if (encoded.length() > limits.maxDocumentBytes()) {
            throw new CodecException(
                    "%s cannot be decoded: its document has %d bytes, the limit is %d"
                            .formatted(type.name(), encoded.length(), limits.maxDocumentBytes()),
                    null);
        }
        return encoded.toByteArray();
    }

    /** By way of bytes, so that a migrated document is read exactly like any other. */
    private byte[] migrate(byte[] document, int from, StateType type) {
        JsonNode old = read(document, JsonNode.class, trees, type.name());
        return write(type.migrate(old, from), type.name(), writer);
    }

    private byte[] write(Object value, String type, ObjectWriter with) {
        LimitedBytes document = new LimitedBytes(limits.maxDocumentBytes());
        try {
            with.writeValue(document, value);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failure.encoding(type, e);
        }
        byte[] bytes = document.toByteArray();
        if (bytes.length == 4 && bytes[0] == 'n') {
            throw new CodecException(type + " cannot be encoded: its JSON is null", null);
        }
        return bytes;
    }

    private static <T> T read(byte[] document, Class<T> type, ObjectReader reader, String name) {
        T value;
        try {
            value = reader.forType(type).readValue(document);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failure.decoding(name, e);
        }
        if (value == null || (value instanceof JsonNode tree && (tree.isNull() || tree.isMissingNode()))) {
            throw new CodecException(name + " cannot be decoded: the document is null", null);
        }
        return value;
    }

    /** Sets up a {@link JacksonCodec}. Not safe for use by many threads. */
    public static final class Builder {

        private final Map<Class<?>, StateType> types = new HashMap<>();
        private JacksonLimits limits = JacksonLimits.defaults();
        private Consumer<JsonMapper.Builder> customizer = mapper -> {};

        private Builder() {}

        /**
         * Sets the limits. The default is {@link JacksonLimits#defaults()}.
         *
         * @param other how much one document may hold
         * @return this
         */
        public Builder limits(JacksonLimits other) {
            limits = other;
            return this;
        }

        /**
         * Declares the versions of a type, and of the types that implement or extend it.
         *
         * @param type the class that is stored, or the interface that a job names as its type
         * @param versions sets its name, its current version and its migrations
         * @return this
         */
        public Builder type(Class<?> type, Consumer<? super TypeVersions> versions) {
            TypeVersions declared = new TypeVersions(type);
            versions.accept(declared);
            if (types.putIfAbsent(type, declared.freeze()) != null) {
                throw new IllegalArgumentException(StateType.nameOf(type) + " is declared twice");
            }
            return this;
        }

        /**
         * Changes the mapper: modules, mix-ins, subtypes, naming, inclusion. Several customizers apply in their order.
         * The settings that keep documents safe are made afterwards and cannot be undone: no default typing, no class
         * names, no duplicate fields, no trailing text, the limits.
         *
         * @param change what to change
         * @return this
         */
        public Builder customize(Consumer<? super JsonMapper.Builder> change) {
            customizer = customizer.andThen(change);
            return this;
        }

        /** {@return the codec; the builder can be used further} */
        public JacksonCodec build() {
            return new JacksonCodec(this);
        }
    }
}
