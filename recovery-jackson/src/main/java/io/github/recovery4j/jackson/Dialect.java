package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.MapperBuilder;

/** Writes and reads the documents of one format. */
final class Dialect {

    private final String codec;
    private final int maxDocumentBytes;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final ObjectReader trees;
    private final byte[] nothing;

    private Dialect(JacksonFormat format, ObjectMapper mapper, ObjectReader trees, JacksonLimits limits) {
        this.codec = format.codecName();
        this.maxDocumentBytes = limits.maxDocumentBytes();
        this.writer = mapper.writer();
        this.reader = mapper.reader();
        this.trees = trees;
        this.nothing = mapper.writeValueAsBytes(null);
    }

    /** JSON does not say what kind of number a fraction is; a tree has it as an exact decimal, and nothing is rounded. */
    static Dialect json(JacksonLimits limits, Consumer<? super MapperBuilder<?, ?>> customizer) {
        ObjectMapper mapper = SafeMapper.json(limits, customizer);
        ObjectReader exact = mapper.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        return new Dialect(JacksonFormat.JSON, mapper, exact, limits);
    }

    /** Smile says what kind of number it is, and a tree has it as it is. */
    static Dialect smile(JacksonLimits limits, Consumer<? super MapperBuilder<?, ?>> customizer) {
        ObjectMapper mapper = SmileMappers.create(limits, customizer);
        return new Dialect(JacksonFormat.SMILE, mapper, mapper.reader(), limits);
    }

    /** Writes a value as a section of the type's current version. */
    Encoded write(Object value, StateType type) {
        return write(value, type, writer);
    }

    /** The same for values that are equal, whatever order their maps and sets have. */
    JsonNode canonicalTree(Object value, StateType type) {
        return tree(write(value, type, writer.withAttribute(Order.CANONICAL, true)), type);
    }

    private Encoded write(Object value, StateType type, ObjectWriter with) {
        LimitedOutput document = new LimitedOutput(maxDocumentBytes);
        try {
            with.writeValue(document, value);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failure.encoding(type.name(), e);
        }
        Encoded section = document.section(codec, type.current());
        if (section.length() == nothing.length && Arrays.equals(section.toByteArray(), nothing)) {
            throw new CodecException(type.name() + " cannot be encoded: its document is null", null);
        }
        return section;
    }

    JsonNode tree(Encoded document, StateType type) {
        return read(document, JsonNode.class, trees, type.name());
    }

    <T> T read(Encoded document, Class<T> type, String name) {
        return read(document, type, reader, name);
    }

    private static <T> T read(Encoded document, Class<T> type, ObjectReader reader, String name) {
        byte[] bytes = document.toByteArray();
        T value;
        try (JsonParser parser = reader.createParser(bytes)) {
            value = reader.forType(type).readValue(parser);
            requireEnd(parser, bytes.length);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failure.decoding(name, e);
        }
        if (value == null || (value instanceof JsonNode tree && (tree.isNull() || tree.isMissingNode()))) {
            throw new CodecException(name + " cannot be decoded: the document is null", null);
        }
        return value;
    }

    /** A binary format may have an end mark before the end of the bytes, behind which Jackson does not look. */
    private static void requireEnd(JsonParser parser, int length) {
        if (parser.currentLocation().getByteOffset() < length) {
            throw new RefusedException("more follows after the end of the document");
        }
    }
}
