package io.github.recovery4j.durable;

import java.util.ArrayList;
import java.util.List;

/** Closes things together: what one throws keeps no other from being closed. */
public final class Closing {

    private Closing() {}

    /**
     * Closes all, in order.
     *
     * @param things what to close
     * @throws RuntimeException what the first threw that cannot be closed in peace, an error too; what others threw is suppressed in it
     */
    public static void all(Iterable<? extends AutoCloseable> things) {
        List<Throwable> failures = new ArrayList<>();
        for (AutoCloseable each : things) {
            try {
                each.close();
            } catch (Exception | Error e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw first(failures);
        }
    }

    private static RuntimeException first(List<Throwable> failures) {
        Throwable first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        return first instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("Something cannot be closed", first);
    }
}
