package io.github.recovery4j.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of the entries of a ledger when they were restored.
 *
 * @param restored those that were, in the order in which they ended
 * @param skipped those that were not touched, or were retired or put again meanwhile, and why
 * @param failed those that could not be, and what was thrown last
 * @param cancelled those whose turn had not come when it was cancelled
 * @param unreadable what could not be read, and so not be restored
 * @param took how long it took
 * @param <K> the keys
 */
public record RestoreReport<K>(
        List<K> restored,
        Map<K, String> skipped,
        Map<K, Throwable> failed,
        List<K> cancelled,
        List<UnreadableEntry> unreadable,
        Duration took) {

    /** Takes copies. */
    public RestoreReport {
        restored = List.copyOf(restored);
        skipped = new LinkedHashMap<>(skipped);
        failed = new LinkedHashMap<>(failed);
        cancelled = List.copyOf(cancelled);
        unreadable = List.copyOf(unreadable);
    }

    /** {@return whether everything that is live was restored} */
    public boolean isComplete() {
        return failed.isEmpty() && cancelled.isEmpty() && unreadable.isEmpty();
    }

    /** {@return the report for people, one line for each that was not restored} */
    public String describe() {
        return "%d restored, %d skipped, %d failed, %d cancelled, %d cannot be read, in %d ms"
                        .formatted(
                                restored.size(),
                                skipped.size(),
                                failed.size(),
                                cancelled.size(),
                                unreadable.size(),
                                took.toMillis())
                + lines(skipped, "skipped")
                + lines(failed, "failed")
                + unreadable.stream().map(each -> "\n  cannot be read: " + each).collect(Collectors.joining());
    }

    private static String lines(Map<?, ?> entries, String what) {
        return entries.entrySet().stream()
                .map(entry -> "\n  %s %s: %s".formatted(what, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }
}
