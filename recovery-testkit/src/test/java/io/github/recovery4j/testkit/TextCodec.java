package io.github.recovery4j.testkit;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Records of numbers and strings as lines {@code name=value}, and single numbers as they are. */
public final class TextCodec implements StateCodec {

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Encoded encode(Object value) {
        String text = value instanceof Record
                ? fields(value).entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("\n"))
                : value.toString();
        return Encoded.of(name(), 1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        try {
            return type.cast(type.isRecord() ? decodeRecord(encoded.text(), type) : decode(encoded.text(), type));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new CodecException("'%s' is no %s".formatted(encoded.text(), type.getName()), e);
        }
    }

    private static Object decode(String text, Class<?> type) {
        return type == String.class ? text : Long.valueOf(text);
    }

    private static <T> T decodeRecord(String text, Class<T> type) throws ReflectiveOperationException {
        Map<String, String> fields = text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> decode(fields.get(component.getName()), component.getType()))
                .toArray();
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    @Override
    public Map<String, String> fields(Object value) {
        if (!(value instanceof Record)) {
            return Map.of("", value.toString());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                fields.put(
                        component.getName(),
                        String.valueOf(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new CodecException("A record cannot be read: " + value, e);
            }
        }
        return fields;
    }
}
