package io.github.recovery4j.jackson;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;

/**
 * In which order maps and sets are written. A hash table iterates as it happens to lie in memory, {@code Set.of} in
 * another order in every process: those are sorted, so that the same value gives the same bytes. An order that means
 * something, as in a {@code LinkedHashMap}, is kept; except in the {@linkplain #CANONICAL canonical} form, in which
 * values that are {@code equal} must look the same.
 */
final class Order {

    static final Object CANONICAL = Order.class;

    private static final Set<Class<?>> HASH_TABLES = Set.of(
            HashMap.class,
            HashSet.class,
            Hashtable.class,
            IdentityHashMap.class,
            WeakHashMap.class,
            ConcurrentHashMap.class,
            ConcurrentHashMap.KeySetView.class);

    private Order() {}

    static Object of(Object value, SerializationContext context) {
        if (context.getAttribute(CANONICAL) == null && !isHashTable(value.getClass())) {
            return value;
        }
        if (value instanceof Map<?, ?> map && !(value instanceof EnumMap)) {
            return byKey(map);
        }
        if (value instanceof Set<?> set && !(value instanceof EnumSet)) {
            return sorted(set, element -> element, element -> document(element, context));
        }
        return value;
    }

    private static boolean isHashTable(Class<?> type) {
        return HASH_TABLES.contains(type) || type.getName().startsWith("java.util.ImmutableCollections$");
    }

    private static Map<Object, Object> byKey(Map<?, ?> map) {
        Map<Object, Object> ordered = new LinkedHashMap<>();
        sorted(map.entrySet(), Map.Entry::getKey, String::valueOf)
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    /** Sorts in the natural order of the keys or, if they have none in common, by their text. */
    @SuppressWarnings("unchecked") // all keys are of one comparable class
    private static <T> List<T> sorted(
            Collection<? extends T> values, Function<T, Object> key, Function<Object, String> text) {
        List<T> sorted = new ArrayList<>(values);
        if (sorted.size() > 1) {
            sorted.sort(
                    haveNaturalOrder(sorted, key)
                            ? Comparator.comparing(value -> (Comparable<Object>) key.apply(value))
                            : Comparator.comparing(value -> text.apply(key.apply(value))));
        }
        return sorted;
    }

    private static <T> boolean haveNaturalOrder(List<T> values, Function<T, Object> key) {
        Object first = key.apply(values.get(0));
        if (!(first instanceof Comparable)) {
            return false;
        }
        for (T value : values) {
            Object other = key.apply(value);
            if (other == null || other.getClass() != first.getClass()) {
                return false;
            }
        }
        return true;
    }

    /** One character for each byte: sorted as the bytes are. */
    private static String document(Object element, SerializationContext context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = context.tokenStreamFactory().createGenerator(context, bytes)) {
            context.writeValue(generator, element);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
