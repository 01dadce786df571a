package io.github.recovery4j.settings;

/**
 * A value that code has said, or that it leaves to whoever tunes the process.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface Tunable<T> {

    /**
     * {@return the value under some settings}
     *
     * @param settings what is set; a value that was said is the same under all
     */
    T in(Settings settings);

    /** {@return the value if nothing is set} */
    default T value() {
        return in(Settings.none());
    }

    /**
     * {@return what it is under some settings, which others do not change any more}
     *
     * @param settings what is set
     */
    default Tunable<T> tuned(Settings settings) {
        return said(in(settings));
    }

    /**
     * {@return a value that no setting changes; equal to another one if the values are}
     *
     * @param value the value
     * @param <T> the value
     */
    static <T> Tunable<T> said(T value) {
        return new Said<>(value);
    }
}
