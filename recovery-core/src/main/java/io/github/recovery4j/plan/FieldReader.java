package io.github.recovery4j.plan;

import java.util.Map;

/** Takes a configuration apart into fields that can be compared by {@code equals}. */
@FunctionalInterface
public interface FieldReader {

    /**
     * {@return the fields by name: the components of a record, the encoded fields of anything else}
     *
     * @param config the configuration
     */
    Map<String, ?> fields(Object config);
}
