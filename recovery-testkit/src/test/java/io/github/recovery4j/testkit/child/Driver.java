package io.github.recovery4j.testkit.child;

import io.github.recovery4j.child.ChildStatus;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does mischief to one worker, again and again, and measures what becomes of it. On a thread of its own. */
final class Driver implements Runnable {

    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Duration A_STEP = Duration.ofMillis(1_200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final List<String> DAMAGES = List.of("garbage\n", "", "state 5 5\n", "state 1", "\0\0\0\0");

    /** What the supervisor told, and when. */
    private record Told(RecoveryEvent event, long nanos) {}

    private final Worker worker;
    private final SplittableRandom random;
    private final Results results;
    private final BooleanSupplier isFailing;
    private final CountDownLatch over;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    Driver(Worker worker, SplittableRandom random, Results results, BooleanSupplier isFailing, CountDownLatch over) {
        this.worker = worker;
        this.random = random;
        this.results = results;
        this.isFailing = isFailing;
        this.over = over;
    }

    void tell(RecoveryEvent event) {
        told.add(new Told(event, System.nanoTime()));
    }

    @Override
    public void run() {
        try {
            while (!over.await(random.nextLong(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                awaitWell();
                told.clear(); // what nobody did: it is well again
                once(Mischief.values()[random.nextInt(Mischief.values().length)]);
            }
        } catch (Exception e) {
            results.broken("the driver of %s: %s".formatted(worker.child().name(), e));
        }
    }

    private void awaitWell() throws Exception {
        long end = System.nanoTime() + 2 * PATIENCE_NANOS;
        while (isFailing.getAsBoolean() || !(worker.child().diagnose() instanceof Diagnosis.Healthy)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "not well for two minutes: " + worker.child().diagnose());
            }
            Waiter.system().await(BETWEEN_LOOKS);
        }
    }

    private void once(Mischief mischief) throws Exception {
        ProcessId before = worker.child().status().process().orElseThrow();
        long done = commit(mischief, before);
        Told detected = await(RecoveryEvent.FailureDetected.class, done);
        worker.unmute();
        Told cured = detected == null ? null : await(RecoveryEvent.Cured.class, done);
        if (detected == null || cured == null) {
            results.failed(mischief, "%s: %s".formatted(mischief, worker.child().status()));
            return;
        }
        String kind = ((RecoveryEvent.FailureDetected) detected.event()).kind();
        String wrong = problem(before);
        if (!wrong.isEmpty()) {
            results.failed(mischief, "%s: %s".formatted(mischief, wrong));
        } else {
            results.recovered(mischief, mischief.kind().equals(kind), detected.nanos() - done, cured.nanos() - done);
        }
    }

    /** When it was done. */
    private long commit(Mischief mischief, ProcessId process) throws Exception {
        switch (mischief) {
            case KILL -> process.signal("KILL");
            case STOP -> process.signal("STOP");
            case HANG -> worker.mute();
            default -> {
                return damage();
            }
        }
        return System.nanoTime();
    }

    /** The worker may just be writing, and write over the damage. */
    private long damage() throws Exception {
        String with = DAMAGES.get(random.nextInt(DAMAGES.size()));
        boolean backupToo = random.nextInt(5) == 0;
        while (true) {
            worker.damage(with, backupToo);
            long done = System.nanoTime();
            if (isToldWithin(A_STEP) || !worker.isWhole()) {
                return done;
            }
        }
    }

    private boolean isToldWithin(Duration time) throws InterruptedException {
        Deadline end = Deadline.in(time, Ticker.system());
        while (told.isEmpty() && !end.passed()) {
            Waiter.system().await(BETWEEN_LOOKS);
        }
        return !told.isEmpty();
    }

    /** The next of that kind; null if it is not told in time. */
    private @Nullable Told await(Class<? extends RecoveryEvent> type, long since) throws InterruptedException {
        Told next;
        do {
            next = told.poll(since + PATIENCE_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
        } while (next != null && !type.isInstance(next.event()));
        return next;
    }

    /** What is wrong with a worker that is said to be cured; empty if nothing is. */
    private String problem(ProcessId before) throws IOException {
        ChildStatus status = worker.child().status();
        if (before.isAlive()) {
            return "its old process is alive: " + status;
        }
        if (status.process().isEmpty() || status.process().get().equals(before)) {
            return "it has no new process: " + status;
        }
        return worker.isWhole() ? "" : "its state is damaged";
    }
}
