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
     * @throws RuntimeException what the first threw that cannot be closed in peace; what others threw is suppressed in it
     */
    public static void all(Iterable<? extends AutoCloseable> things) {
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable each : things) {
            try {
                each.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw first(failures);
        }
    }

    private static RuntimeException first(List<Exception> failures) {
        Exception first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        return first instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("Something cannot be closed", first);
    }
}
