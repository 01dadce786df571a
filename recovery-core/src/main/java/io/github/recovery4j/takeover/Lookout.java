package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks which runs may be taken over. Trouble with one of them never hides another. One thread. */
final class Lookout {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final Scene scene;
    private final Jobs jobs;
    private final Notes notes;
    private final Judge judge;
    private final Set<String> reported = new HashSet<>();

    Lookout(Scene scene, Jobs jobs, Notes notes, Judge judge) {
        this.scene = scene;
        this.jobs = jobs;
        this.notes = notes;
        this.judge = judge;
    }

    /** The runs that may be taken over now, the oldest first. */
    List<RunKey> look() {
        long now = scene.ticker().nanos();
        Set<RunKey> existing = new HashSet<>();
        Set<RunKey> owned = new HashSet<>();
        List<RunKey> free = scene.storage().unowned(run -> {
            existing.add(run);
            return notes.asks(run, now) && owned.add(run);
        });
        free.forEach(owned::remove);
        notes.keep(existing, owned);
        return free.stream()
                .sorted(Notes.OLDEST_FIRST)
                .filter(run -> due(run, now))
                .toList();
    }

    private boolean due(RunKey run, long now) {
        try {
            return jobs.find(run.job()).isPresent() ? known(run, now) : unknown(run, now);
        } catch (RuntimeException e) { // whatever is wrong with one must not hide the others
            judge.postpone(run, working(run, now), e.toString());
            return false;
        }
    }

    private Note.Working working(RunKey run, long now) {
        int failures = notes.of(run)
                .filter(Note.Resting.class::isInstance)
                .map(note -> ((Note.Resting) note).failures())
                .orElse(0);
        return new Note.Working(now, failures);
    }

    private boolean known(RunKey run, long now) {
        Optional<Note> note = notes.of(run);
        if (note.isPresent() && note.get() instanceof Note.Parked parked) {
            return judge.mayGoOn(run, parked);
        }
        if (note.isPresent() && !(note.get() instanceof Note.Unknown)) {
            return true;
        }
        Optional<Duration> rest = judge.restOf(run);
        if (rest.isPresent()) {
            judge.rest(run, 0, "it was tried again and again without getting on", rest.get());
        } else {
            notes.put(run, new Note.Free(now));
        }
        return rest.isEmpty();
    }

    /** A process that knows it may be about to take it: it is reported after the time in which that would have happened. */
    private boolean unknown(RunKey run, long now) {
        Optional<Note> note = notes.of(run);
        if (note.isEmpty()) {
            notes.put(run, new Note.Free(now));
        } else if (!(note.get() instanceof Note.Unknown) && !isNew(note.get(), now)) {
            report(run);
        }
        return false;
    }

    private boolean isNew(Note note, long now) {
        return note instanceof Note.Free free
                && now - free.since() < scene.leaseTtl().toNanos();
    }

    private void report(RunKey run) {
        Loaded loaded = scene.storage().checkpoints().load(run, Long.MAX_VALUE);
        if (loaded.damages().isEmpty()
                && loaded.checkpoint().filter(Checkpoint::unfinished).isEmpty()) {
            notes.put(run, new Note.Over());
            return;
        }
        notes.put(run, new Note.Unknown());
        if (reported.add(run.job())) {
            log.warn(
                    "Nobody works on run {}, and no job '{}' is registered here: its runs wait for a process that knows it",
                    run,
                    run.job());
            scene.listener().on(new RecoveryEvent.JobUnknown(scene.clock().instant(), run.job(), run));
        }
    }
}
