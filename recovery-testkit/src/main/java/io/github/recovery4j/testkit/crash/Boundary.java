package io.github.recovery4j.testkit.crash;

/**
 * A moment at which a process can crash.
 *
 * @param number how many boundaries its life had passed by then, this one included
 * @param where in words
 */
record Boundary(int number, String where) {

    @Override
    public String toString() {
        return "boundary %d, %s".formatted(number, where);
    }
}
