package io.github.recovery4j.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Identifies the environment of a configuration: makes its name of it, and takes the name apart again. What is in the name
 * is told by a {@link NamePattern}, so two configurations that differ in it never share a name. Immutable.
 *
 * <pre>
 * EnvironmentName&lt;SyncConfig&gt; name = EnvironmentName.&lt;SyncConfig&gt;of("sync-{network}-{el:geth|besu}")
 *         .with("network", SyncConfig::network)
 *         .with("el", SyncConfig::el);
 * </pre>
 *
 * @param <C> the configuration
 */
public final class EnvironmentName<C> implements Function<C, String> {

    private final NamePattern pattern;
    private final Map<String, Function<? super C, String>> values;

    private EnvironmentName(NamePattern pattern, Map<String, Function<? super C, String>> values) {
        this.pattern = pattern;
        this.values = values;
    }

    /**
     * {@return names by a pattern, of which each variable still has to be told what stands for it}
     *
     * @param pattern see {@link NamePattern#of}
     * @param <C> the configuration
     * @throws IllegalArgumentException if it is not a pattern
     */
    public static <C> EnvironmentName<C> of(String pattern) {
        return new EnvironmentName<>(NamePattern.of(pattern), Map.of());
    }

    /**
     * {@return the same names, with a value for one more variable}
     *
     * @param variable which
     * @param value takes it from a configuration
     * @throws IllegalArgumentException if the pattern has no such variable, or it has a value already
     */
    public EnvironmentName<C> with(String variable, Function<? super C, String> value) {
        if (!pattern.variables().contains(variable) || values.containsKey(variable)) {
            throw new IllegalArgumentException("%s has no more place for '%s'".formatted(pattern, variable));
        }
        Map<String, Function<? super C, String>> more = new LinkedHashMap<>(values);
        more.put(variable, value);
        return new EnvironmentName<>(pattern, more);
    }

    /**
     * {@return the name of the environment of a configuration}
     *
     * @param config the configuration
     * @throws IllegalArgumentException if a variable has no value, or the name could be read as other values too
     */
    @Override
    public String apply(C config) {
        return pattern.format(valuesOf(config));
    }

    /**
     * {@return what a name was made of, by variable}
     *
     * @param name the name of an environment
     * @throws IllegalArgumentException if no configuration, or more than one, would give that name
     */
    public Map<String, String> parse(String name) {
        return pattern.parse(name);
    }

    private Map<String, String> valuesOf(C config) {
        Map<String, String> named = new LinkedHashMap<>();
        values.forEach((variable, value) -> named.put(variable, value.apply(config)));
        return named;
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
