package io.github.recovery4j.plan;

import io.github.recovery4j.codec.StateCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records by component, anything else (a record that is closed to reflection, too) by its encoded form. */
final class ConfigFields implements FieldReader {

    private final StateCodec codec;

    ConfigFields(StateCodec codec) {
        this.codec = codec;
    }

    @Override
    public Map<String, ?> fields(Object config) {
        return components(config).<Map<String, ?>>map(components -> components).orElseGet(() -> codec.fields(config));
    }

    private static Optional<Map<String, Object>> components(Object config) {
        if (!config.getClass().isRecord()) {
            return Optional.empty();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                fields.put(
                        component.getName(), comparable(component.getAccessor().invoke(config)));
            } catch (ReflectiveOperationException | RuntimeException e) {
                if (e instanceof InvocationTargetException thrown && thrown.getCause() instanceof Error error) {
                    throw error;
                }
                return Optional.empty();
            }
        }
        return Optional.of(fields);
    }

    /** Arrays have no equals of their own. */
    private static Object comparable(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        return value.getClass().isArray() ? List.of(Arrays.deepToString(new Object[] {value})) : value;
    }
}
