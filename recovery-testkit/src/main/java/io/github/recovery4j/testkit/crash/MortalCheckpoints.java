package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Checkpoints in the hands of a process that may die. Runs are named by their job: their ids are never the same. */
final class MortalCheckpoints implements CheckpointStore {

    private final CheckpointStore store;
    private final Life life;
    private final AtomicInteger saves = new AtomicInteger();

    MortalCheckpoints(CheckpointStore store, Life life) {
        this.store = store;
        this.life = life;
    }

    @Override
    public List<String> jobs() {
        return life.alive(store::jobs);
    }

    @Override
    public List<RunKey> runs(String job) {
        return life.alive(() -> store.runs(job));
    }

    @Override
    public Loaded load(RunKey run, long below) {
        return life.alive(() -> store.load(run, below));
    }

    @Override
    public void save(Checkpoint checkpoint) {
        String what = "%s of '%s' (generation %d)"
                .formatted(kind(checkpoint.content()), checkpoint.run().job(), checkpoint.generation());
        life.doing(Deed.writing(what), () -> store.save(checkpoint));
    }

    private String kind(Content content) {
        if (content instanceof Content.State) {
            return "checkpoint " + saves.incrementAndGet();
        }
        return content instanceof Content.Admission ? "the admission" : "the result";
    }

    @Override
    public String quarantine(Damage damage, long token) {
        Deed deed = Deed.writing("the quarantine of a damaged generation of '%s'"
                .formatted(damage.run().job()));
        return life.doing(deed, () -> store.quarantine(damage, token));
    }

    @Override
    public void remove(RunKey run, long token) {
        life.doing(Deed.writing("the removal of the run of '%s'".formatted(run.job())), () -> store.remove(run, token));
    }

    @Override
    public Attempts attempts(RunKey run) {
        return life.alive(() -> store.attempts(run));
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        Deed deed = Deed.writing("the record of attempt %d of '%s'".formatted(attempts.count(), run.job()));
        life.doing(deed, () -> store.record(run, attempts, token));
    }
}
