package io.github.recovery4j.settings;

import java.util.Locale;

/**
 * Something that can be set from outside. There is one instance of each, a constant; as a {@link Tunable} it is the default of
 * what it tunes.
 *
 * @param <T> its values
 */
public final class Setting<T> implements Tunable<T> {

    /** What the names of all system properties begin with. */
    static final String PREFIX = "recovery4j.";

    private final String key;
    private final SettingType<T> type;
    private final T builtIn;
    private final String meaning;

    private Setting(String key, SettingType<T> type, T builtIn, String meaning) {
        this.key = key;
        this.type = type;
        this.builtIn = builtIn;
        this.meaning = meaning;
    }

    /**
     * {@return a setting}
     *
     * @param key the name of the system property, such as {@code recovery4j.health.interval}: words in lower case, joined by
     *     dots and hyphens
     * @param type what can be set
     * @param builtIn what it is if nothing is set
     * @param meaning what it does, for people, in one sentence
     * @param <T> its values
     * @throws IllegalArgumentException if the name is not as said
     */
    public static <T> Setting<T> of(String key, SettingType<T> type, T builtIn, String meaning) {
        if (!key.matches("recovery4j(\\.[a-z0-9]+(-[a-z0-9]+)*)+")) {
            throw new IllegalArgumentException("Not the name of a setting: " + key);
        }
        return new Setting<>(key, type, builtIn, meaning);
    }

    /** {@return the name of the system property} */
    public String key() {
        return key;
    }

    /** {@return the name of the environment variable: the key in upper case, with underscores} */
    public String variable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** {@return what can be set} */
    public SettingType<T> type() {
        return type;
    }

    /** {@return what it is if nothing is set} */
    public T builtIn() {
        return builtIn;
    }

    /** {@return what it does, for people, in one sentence} */
    public String meaning() {
        return meaning;
    }

    @Override
    public T in(Settings settings) {
        return settings.get(this);
    }

    @Override
    public String toString() {
        return key;
    }
}
