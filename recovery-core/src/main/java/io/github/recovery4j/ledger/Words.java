package io.github.recovery4j.ledger;

/** Somebody else's things as texts, which may fail to be any. */
final class Words {

    private Words() {}

    static String of(Object something) {
        try {
            return String.valueOf(something);
        } catch (RuntimeException | StackOverflowError e) {
            return "a %s that cannot be told as text"
                    .formatted(something.getClass().getName());
        }
    }
}
