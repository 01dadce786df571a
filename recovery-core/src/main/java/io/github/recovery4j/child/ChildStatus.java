package io.github.recovery4j.child;

import io.github.recovery4j.process.ProcessId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a child stands at a moment. Whether a running one is well, its {@linkplain ChildProcess#diagnose diagnosis} says.
 *
 * @param name the child
 * @param phase where it is in its life
 * @param since since when, by the wall clock
 * @param process its process; empty unless it is running
 * @param exitCode of its newest process; empty if that has not ended, or there was none. 128 and the number of a signal if that
 *     killed it
 * @param starts how often it was started, of which each after the first was a restart
 * @param reason why it is down, or what is done with it; empty if that needs no words
 */
public record ChildStatus(
        String name,
        Phase phase,
        Instant since,
        Optional<ProcessId> process,
        OptionalInt exitCode,
        int starts,
        String reason) {

    /** Where a child is in its life. */
    public enum Phase {
        /** It is not wanted: it was not started yet, or was stopped on purpose. */
        STOPPED,
        /** It is being started, restarted or mended. */
        CHANGING,
        /** It has a process. */
        RUNNING,
        /** It has ended, as it should. */
        DONE,
        /** It has ended and should not have, or could not be started. */
        DOWN
    }

    /** For people, in one line. */
    @Override
    public String toString() {
        return "%s is %s since %s%s%s%s"
                .formatted(
                        name,
                        phase.name().toLowerCase(Locale.ROOT),
                        since,
                        process.map(id -> ", process " + id.pid()).orElse(""),
                        starts > 1 ? ", started %d times".formatted(starts) : "",
                        reason.isEmpty() ? "" : ", " + reason);
    }
}
