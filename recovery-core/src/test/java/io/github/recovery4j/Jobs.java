package io.github.recovery4j;

import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.Work;
import java.io.IOException;
import java.io.Serializable;

/** Jobs to test with: they are named "job", and their state is a number that begins with zero. */
final class Jobs {

    record Config(String network) implements Serializable {}

    private Jobs() {}

    static <R> RecoverableJob<NoConfig, Integer, R> job(Work<NoConfig, Integer, R> work) {
        return unconfigured().work(work);
    }

    static RecoverableJob.Builder<NoConfig, Integer> unconfigured() {
        return RecoverableJob.named("job").state(Integer.class, () -> 0);
    }

    static RecoverableJob.Builder<Config, Integer> configured() {
        return RecoverableJob.named("job").config(Config.class).state(Integer.class, () -> 0);
    }

    /** Saves a state, then dies. */
    static <C> Work<C, Integer, Integer> dyingAt(int state) {
        return run -> {
            run.checkpoint(state);
            throw new IOException("died at " + state);
        };
    }

    /** Returns the state it finds. */
    static <C> Work<C, Integer, Integer> state() {
        return Run::state;
    }
}
