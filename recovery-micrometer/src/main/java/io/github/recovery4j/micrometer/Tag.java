package io.github.recovery4j.micrometer;

import java.util.List;
import java.util.Locale;

/**
 * One tag of a meter.
 *
 * @param key what it is called
 * @param choices its values, where the library knows them all; empty for names that a program gives
 */
record Tag(String key, List<String> choices) {

    /** Not {@code job}: that is what Prometheus calls what it scrapes. */
    static final Tag JOB = named("job.name");

    static final Tag STEP = named("step");
    static final Tag LEDGER = named("ledger");
    static final Tag QUEUE = named("queue");
    static final Tag CURSOR = named("cursor");
    static final Tag CHECK = named("check");
    static final Tag SUBJECT = named("subject");
    static final Tag KIND = named("kind");
    static final Tag RESTART = named("restart");

    private static Tag named(String key) {
        return new Tag(key, List.of());
    }

    static Tag of(String key, String... choices) {
        return new Tag(key, List.of(choices));
    }

    static <E extends Enum<E>> Tag of(String key, Class<E> choices) {
        return new Tag(
                key, List.of(choices.getEnumConstants()).stream().map(Tag::word).toList());
    }

    /** What a constant is as a value of a tag. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isName() {
        return choices.isEmpty();
    }
}
