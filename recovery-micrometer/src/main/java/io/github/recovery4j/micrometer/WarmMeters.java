package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.RESTART;

import io.github.recovery4j.event.RecoveryEvent.ColdStarted;
import io.github.recovery4j.event.RecoveryEvent.SyncEnded;
import io.github.recovery4j.event.RecoveryEvent.SyncResult;
import io.github.recovery4j.event.RecoveryEvent.WarmStarted;
import java.util.List;

/** Warm restarts. */
final class WarmMeters implements Area {

    private static final Definition STARTS = Definition.counter(
            "recovery4j.warm.starts",
            "warm restarts that began with the entries of an earlier process, or cold, and why",
            RESTART,
            Tag.of("start", "warm", "first", "empty", "too-old", "damaged"));
    private static final Definition DAMAGES = Definition.counter(
            "recovery4j.warm.damages", "what of the state could not be read at warm starts", RESTART);
    private static final Definition DOUBTFUL = Definition.counter(
            "recovery4j.warm.doubtful",
            "entries of which it was not certain at warm starts what the outside has",
            RESTART);
    private static final Definition SYNC = Definition.timer(
            "recovery4j.warm.sync",
            "how long first syncs after warm starts took, up to the last write",
            RESTART,
            Tag.of("result", SyncResult.class));
    private static final Definition ENTRIES = Definition.counter(
            "recovery4j.warm.entries",
            "what such syncs found: as the outside has it, not so, not there before, no more, not refreshed and kept, not written",
            RESTART,
            Tag.of("result", "same", "changed", "added", "deleted", "suspect", "owed"));

    private final Meters meters;

    WarmMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(STARTS, DAMAGES, DOUBTFUL, SYNC, ENTRIES);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(WarmStarted.class, event -> {
            meters.count(STARTS, event.restart(), "warm");
            meters.count(DAMAGES, event.damages().size(), event.restart());
            meters.count(DOUBTFUL, event.doubtful(), event.restart());
        });
        routes.on(ColdStarted.class, event -> meters.count(STARTS, event.restart(), event.reason()));
        routes.on(SyncEnded.class, event -> {
            meters.time(SYNC, event.took(), event.restart(), Tag.word(event.result()));
            found(event, event.same(), "same");
            found(event, event.changed(), "changed");
            found(event, event.added(), "added");
            found(event, event.deleted(), "deleted");
            found(event, event.suspect(), "suspect");
            found(event, event.owed(), "owed");
        });
    }

    private void found(SyncEnded event, int entries, String result) {
        meters.count(ENTRIES, entries, event.restart(), result);
    }
}
