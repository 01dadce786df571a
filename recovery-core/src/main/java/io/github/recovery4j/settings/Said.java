package io.github.recovery4j.settings;

/** A value that code has said. */
record Said<T>(T value) implements Tunable<T> {

    @Override
    public T in(Settings settings) {
        return value;
    }
}
