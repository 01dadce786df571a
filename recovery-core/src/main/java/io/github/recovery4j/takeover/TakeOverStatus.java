package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.RunKey;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a take-over knows at a moment: of the runs that it works on, and of those that nobody works on.
 *
 * @param runs each of them, the oldest first
 * @param trouble why the last look failed; empty if it did not
 */
public record TakeOverStatus(List<Entry> runs, Optional<String> trouble) {

    /** Takes a copy of the list. */
    public TakeOverStatus {
        runs = List.copyOf(runs);
    }

    /** How a run stands. */
    public enum Standing {
        /** It is about to be taken over, by this process or another one. */
        WAITING,
        /** This process has taken it over, and works on it. */
        WORKING,
        /** It could not be taken over, or its attempt failed; it is tried again by itself. */
        POSTPONED,
        /** It waits for a person to release it. */
        PARKED,
        /** This process does not know its job, and no other one has taken it. */
        UNKNOWN
    }

    /**
     * One run.
     *
     * @param run which
     * @param standing how it stands
     * @param reason why, for people; empty if that says it all
     * @param retryIn when it is tried again, at the earliest; empty if it is not postponed
     */
    public record Entry(RunKey run, Standing standing, String reason, Optional<Duration> retryIn) {

        @Override
        public String toString() {
            return "%s %s%s%s"
                    .formatted(
                            run,
                            standing.name().toLowerCase(Locale.ROOT),
                            reason.isEmpty() ? "" : ": " + reason,
                            retryIn.map(time -> "; tried again in " + time.truncatedTo(ChronoUnit.MILLIS))
                                    .orElse(""));
        }
    }

    /**
     * {@return the runs that stand so, the oldest first}
     *
     * @param standing how
     */
    public List<Entry> with(Standing standing) {
        return runs.stream().filter(entry -> entry.standing() == standing).toList();
    }

    /** {@return all of it, for people, a line for each run} */
    public String describe() {
        String lines = runs.isEmpty()
                ? "no run waits, and none is worked on"
                : runs.stream().map(Entry::toString).collect(Collectors.joining("\n"));
        return trouble.map(why -> "the last look failed: " + why + "\n").orElse("") + lines;
    }
}
