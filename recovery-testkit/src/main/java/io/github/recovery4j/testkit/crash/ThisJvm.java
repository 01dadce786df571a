package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lives as threads of this JVM: fast, and dead when everything refuses to serve them. The work is on a thread of its own,
 * so that it can be told to end when the process dies on another one, such as that of a background save.
 */
final class ThisJvm implements Host {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends JobUnderTest> jobs;
    private final LifeThreads threads = new LifeThreads(PATIENCE);

    ThisJvm(Supplier<? extends JobUnderTest> jobs) {
        this.jobs = jobs;
    }

    @Override
    public Ending live(Place place, int fatal) throws InterruptedException {
        Life life = new Life(fatal, here -> {});
        JobUnderTest job = jobs.get();
        Recovery recovery = place.open(job, life);
        FutureTask<@Nullable Object> work = new Work(() -> job.run(recovery, new World(place, life)), life);
        Thread thread = threads.start(work);
        try {
            life.awaitEnd();
        } catch (InterruptedException e) {
            life.die();
            throw e;
        } finally {
            bury(life, recovery, thread);
        }
        return ending(life, work);
    }

    /** The storage is closed only when nobody writes any more, and nothing goes on when this returns. */
    private void bury(Life life, Recovery recovery, Thread work) throws InterruptedException {
        if (life.isDead()) {
            threads.interrupt();
            life.awaitRest(PATIENCE);
        }
        recovery.close();
        life.die();
        threads.end(work);
    }

    private static Ending ending(Life life, FutureTask<@Nullable Object> work) throws InterruptedException {
        Optional<Boundary> crash = life.diedAt();
        if (crash.isPresent()) {
            return new Ending.Crashed(crash.get());
        }
        try {
            return new Ending.Finished(work.get(), life.passed());
        } catch (ExecutionException e) {
            return new Ending.Failed(String.valueOf(e.getCause()), e.getCause());
        }
    }

    /** Tells its life when it has ended. */
    private static final class Work extends FutureTask<@Nullable Object> {

        private final Life life;

        Work(Callable<@Nullable Object> job, Life life) {
            super(job);
            this.life = life;
        }

        @Override
        protected void done() {
            life.over();
        }
    }
}
