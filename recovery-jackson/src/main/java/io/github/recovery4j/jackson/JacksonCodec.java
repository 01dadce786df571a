package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.codec.UnsupportedCodecException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperBuilder;

/**
 * Writes values as JSON, or in another {@link JacksonFormat}, and reads them back from any of these formats.
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
 * <p>Writing is repeatable: record components in the order of their declaration and nothing else of a record, the
 * properties of other classes by name, hash maps and hash sets sorted. Collections that have an order keep it. Dates, times and durations are ISO 8601
 * text with their own zone or offset. Enum constants are written by their names.
 *
 * <p>Messages name the type, what is wrong and where, and never quote the document: it may hold secrets.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class JacksonCodec implements StateCodec {

    private final JacksonFormat format;
    private final JacksonLimits limits;
    private final Consumer<MapperBuilder<?, ?>> customizer;
    private final StateTypes types;
    private final Dialect json;
    private final Map<JacksonFormat, Dialect> dialects = new ConcurrentHashMap<>();

    /** Creates a codec that writes JSON with the default limits, in which every type is version 1. */
    public JacksonCodec() {
        this(builder());
    }

    private JacksonCodec(Builder builder) {
        this.format = builder.format;
        this.limits = builder.limits;
        this.customizer = builder.customizer;
        this.types = new StateTypes(builder.types);
        this.json = Dialect.json(limits, customizer);
        dialects.put(JacksonFormat.JSON, json);
        dialect(format);
    }

    /** {@return a builder with the defaults of {@link #JacksonCodec()}} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the name of the format that is written} */
    @Override
    public String name() {
        return format.codecName();
    }

    @Override
    public Encoded encode(Object value) {
        return dialect(format).write(value, types.of(value.getClass()));
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        StateType versions = types.of(type);
        Dialect dialect = dialect(encoded, versions);
        requireReadable(encoded, versions);
        Encoded document = encoded.version() < versions.current() ? migrate(encoded, versions, dialect) : encoded;
        return dialect.read(document, type, versions.name());
    }

    /** Whatever format is written, so that configurations in different ones can be compared. */
    @Override
    public Map<String, String> fields(Object value) {
        JsonNode tree = json.canonicalTree(value, types.of(value.getClass()));
        if (!tree.isObject()) {
            return Map.of("", tree.toString());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        tree.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
        return fields;
    }

    private Dialect dialect(Encoded encoded, StateType type) {
        JacksonFormat written = Arrays.stream(JacksonFormat.values())
                .filter(known -> known.codecName().equals(encoded.codec()))
                .findFirst()
                .orElseThrow(() ->
                        new UnsupportedCodecException(type.name(), encoded.codec(), "not by " + format.codecName()));
        try {
            return dialect(written);
        } catch (MissingLibraryException e) {
            throw new UnsupportedCodecException(
                    type.name(), encoded.codec(), "which cannot be read here: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new CodecException(
                    "%s cannot be decoded: the mapper of %s cannot be made (%s)"
                            .formatted(type.name(), encoded.codec(), e.getMessage()),
                    e);
        }
    }

    private Dialect dialect(JacksonFormat wanted) {
        return dialects.computeIfAbsent(wanted, missing -> smile());
    }

    /** Not before it is needed: most hosts do not have its library. */
    private Dialect smile() {
        try {
            SmileMappers.requireLibrary();
        } catch (NoClassDefFoundError e) {
            throw new MissingLibraryException(
                    "The format SMILE needs tools.jackson.dataformat:jackson-dataformat-smile on the class path", e);
        }
        return Dialect.smile(limits, customizer);
    }

    private void requireReadable(Encoded encoded, StateType type) {
        type.requireReadable(encoded.version());
        if (encoded.length() > limits.maxDocumentBytes()) {
            throw new CodecException(
                    "%s cannot be decoded: its document has %d bytes, the limit is %d"
                            .formatted(type.name(), encoded.length(), limits.maxDocumentBytes()),
                    null);
        }
    }

    /** By way of bytes, so that a migrated document is read exactly like any other. */
    private static Encoded migrate(Encoded old, StateType type, Dialect dialect) {
        return dialect.write(type.migrate(dialect.tree(old, type), old.version()), type);
    }

    /** Sets up a {@link JacksonCodec}. Not safe for use by many threads. */
    public static final class Builder {

        private final Map<Class<?>, StateType> types = new HashMap<>();
        private JacksonLimits limits = JacksonLimits.defaults();
        private JacksonFormat format = JacksonFormat.JSON;
        private Consumer<MapperBuilder<?, ?>> customizer = mapper -> {};

        private Builder() {}

        /**
         * Sets the format that is written. The default is {@link JacksonFormat#JSON}. All formats are read.
         *
         * @param other the format
         * @return this
         */
        public Builder format(JacksonFormat other) {
            format = other;
            return this;
        }

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
         * Changes the mappers, one for each format that is used: modules, mix-ins, subtypes, naming, inclusion. Several
         * customizers apply in their order. A mapper may be made late, on the thread that decodes.
         * The settings that keep documents safe are made afterwards and cannot be undone: no default typing, no class
         * names, no duplicate fields, no trailing text, the limits.
         *
         * @param change what to change
         * @return this
         */
        public Builder customize(Consumer<? super MapperBuilder<?, ?>> change) {
            customizer = customizer.andThen(change);
            return this;
        }

        /**
         * Builds the codec. The builder can be used further.
         *
         * @return the codec
         * @throws IllegalStateException if the library of the format is missing
         */
        public JacksonCodec build() {
            return new JacksonCodec(this);
        }
    }
}
