package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.UnsupportedVersionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A stored type as its {@link TypeVersions} declared it; the step of version n makes version n + 1. */
record StateType(String name, int current, Map<Integer, Migration> steps) {

    static StateType undeclared(Class<?> type) {
        return new StateType(nameOf(type), 1, Map.of());
    }

    static String nameOf(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    void requireReadable(int stored) {
        if (stored > current || (stored < current && !steps.containsKey(stored))) {
            throw new UnsupportedVersionException(name, stored, current);
        }
    }

    JsonNode migrate(JsonNode document, int stored) {
        JsonNode migrated = document;
        for (int from = stored; from < current; from++) {
            migrated = step(from, migrated);
        }
        return migrated;
    }

    private JsonNode step(int from, JsonNode document) {
        Migration step = steps.get(from);
        if (step == null) {
            throw new UnsupportedVersionException(name, from, current);
        }
        try {
            return made(step.migrate(document), from);
        } catch (CodecException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            throw failed(from, e.getClass().getSimpleName() + " was thrown", e);
        }
    }

    private JsonNode made(JsonNode result, int from) {
        if (result == null || result.isMissingNode()) {
            throw failed(from, "it returned nothing", null);
        }
        return result;
    }

    private CodecException failed(int from, String why, @Nullable Throwable cause) {
        return new CodecException(
                "%s could not be migrated from version %d to %d: %s; what is stored is left unchanged"
                        .formatted(name, from, from + 1, why),
                cause == null ? null : Failure.withoutContent(cause));
    }
}
