package io.github.recovery4j.testkit.crash;

/**
 * Something a process does that outlives it, with a boundary before and one after.
 *
 * @param what such as {@code effect 'mail'}
 * @param done what can be said of it afterwards, such as {@code happened}
 */
record Deed(String what, String done) {

    static Deed writing(String what) {
        return new Deed(what, "was durable");
    }

    String before() {
        return "before " + what;
    }

    String after() {
        return "after %s %s, before it returned".formatted(what, done);
    }
}
