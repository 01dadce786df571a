package io.github.recovery4j.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is set, read once from system properties and environment variables. A property wins over a variable; what is set in
 * neither, or is blank, is as it is built in. What makes no sense is not set either, and is one of the {@link #problems}.
 * Immutable, and safe for use by many threads.
 */
public final class Settings {

    private static final Settings NONE = new Settings(Map.of(), List.of());

    private final Map<Setting<?>, Given<?>> given;
    private final List<String> problems;

    /**
     * What a setting is set to.
     *
     * @param setting which
     * @param value the value
     * @param origin where it is set, for people
     * @param <T> the value
     */
    public record Given<T>(Setting<T> setting, T value, String origin) {

        /** For people, in one line. */
        @Override
        public String toString() {
            return "%s=%s (%s)".formatted(setting, setting.type().printer().apply(value), origin);
        }
    }

    private Settings(Map<Setting<?>, Given<?>> given, List<String> problems) {
        this.given = given;
        this.problems = problems;
    }

    /** {@return settings of which nothing is set} */
    public static Settings none() {
        return NONE;
    }

    /**
     * {@return what is set}
     *
     * @param known all settings there are: other properties {@code recovery4j.…} and variables {@code RECOVERY4J_…} are
     *     problems; variables with lower-case letters are not looked at, as that is how processes are marked
     * @param properties system properties
     * @param environment environment variables
     */
    public static Settings read(
            Collection<Setting<?>> known, Map<String, String> properties, Map<String, String> environment) {
        SettingsReader reader =
                new SettingsReader(known, List.of(Origin.properties(properties), Origin.environment(environment)));
        reader.read();
        return new Settings(reader.given(), reader.problems());
    }

    /**
     * {@return the value of a setting}
     *
     * @param setting which
     * @param <T> its value
     */
    @SuppressWarnings("unchecked") // what is given for a setting has its type
    public <T> T get(Setting<T> setting) {
        Given<?> value = given.get(setting);
        return value == null ? setting.builtIn() : (T) value.value();
    }

    /** {@return what is set, in the order of the settings known} */
    public List<Given<?>> given() {
        return List.copyOf(given.values());
    }

    /** {@return what is set in vain, each in one sentence for people that says what is used instead; none if all is well} */
    public List<String> problems() {
        return problems;
    }
}
