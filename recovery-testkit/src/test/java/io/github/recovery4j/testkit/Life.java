package io.github.recovery4j.testkit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one process told before it ended. */
record Life(int exitCode, List<String> lines) {

    private Stream<String> after(String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1));
    }

    private static <T> Optional<T> last(Stream<T> all) {
        return all.reduce((earlier, later) -> later);
    }

    /** The state it went on from, if it got so far. */
    Optional<Sum> begun() {
        return after("begun").map(Sum::parse).findFirst();
    }

    Optional<Sum> lastAcked() {
        return last(after("acked").map(Sum::parse));
    }

    Optional<Sum> lastReported() {
        return last(after("reported").map(Sum::parse));
    }

    Optional<Long> resumedFrom() {
        return after("resumed from").map(Long::valueOf).findFirst();
    }

    Optional<Long> lastGeneration() {
        return last(after("generation").map(Long::valueOf));
    }

    Optional<Long> result() {
        return after("result").map(Long::valueOf).findFirst();
    }
}
