package io.github.recovery4j.examples.document;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A format of documents, safe for use by many threads. A field that nobody knows is a mistake. */
public final class Document {

    /** JSON, between programs and from people. */
    public static final Document JSON = new Document("JSON", JsonMapper.builder());

    /** YAML, from people. JSON is YAML too. */
    public static final Document YAML = new Document("YAML", YAMLMapper.builder());

    private final String name;
    private final ObjectMapper mapper;

    private Document(String name, MapperBuilder<? extends ObjectMapper, ?> settings) {
        this.name = name;
        this.mapper = settings.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                .build();
    }

    /**
     * {@return a value as a document}
     *
     * @param value which
     */
    public byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    /**
     * Reads a document.
     *
     * @param <T> what it should be
     * @param text what somebody wrote
     * @param type what it should be
     * @return what it is
     * @throws IllegalArgumentException if it is not such a document, with the field where the mistake is, and what it is, in
     *     words for whoever wrote it
     */
    public <T> T read(byte[] text, Class<T> type) {
        try {
            T value = mapper.readValue(text, type);
            if (value == null) {
                throw new IllegalArgumentException("it is null");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "there is no field '%s'%s, but %s"
                            .formatted(e.getPropertyName(), in(e.getPath()), e.getKnownPropertyIds()),
                    e);
        } catch (StreamReadException e) {
            throw new IllegalArgumentException("it is not %s: %s".formatted(name, where(e)), e);
        } catch (JacksonException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException(field(e) + refused.getMessage(), e);
            }
            throw new IllegalArgumentException("%sit is not what it should be: %s".formatted(field(e), where(e)), e);
        }
    }

    /** The object that has the field that the path leads to. */
    private static String in(List<JacksonException.Reference> path) {
        String object = path(path.subList(0, Math.max(0, path.size() - 1)));
        return object.isEmpty() ? "" : " in " + object;
    }

    private static String field(JacksonException e) {
        String path = path(e.getPath());
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String path(List<JacksonException.Reference> path) {
        StringBuilder text = new StringBuilder();
        for (JacksonException.Reference step : path) {
            if (step.getPropertyName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return text.toString();
    }

    private static String where(JacksonException e) {
        String at = e.getLocation() == null
                ? ""
                : ", line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return e.getOriginalMessage().lines().findFirst().orElse("") + at;
    }
}
