package io.github.recovery4j.benchmarks;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Saves by {@code run.checkpoint}, as the work of a job does. The job itself waits on a thread of its own, so that the
 * measured thread can be anybody's.
 */
final class RunSaver implements Saver {

    private static final byte[] INITIAL = {};

    private final Recovery recovery;
    private final Thread worker;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Run<NoConfig, byte[]> run;

    RunSaver(Path directory, String job) {
        this.recovery = Recovery.builder()
                .directory(directory)
                .codec(new PreparedCodec())
                .shutdownOn(ShutdownTrigger.none())
                .open();
        CompletableFuture<Run<NoConfig, byte[]>> started = new CompletableFuture<>();
        this.worker = new Thread(() -> work(job, started), "benchmark-job");
        worker.start();
        this.run = started.join();
    }

    private void work(String job, CompletableFuture<Run<NoConfig, byte[]>> started) {
        try {
            recovery.run(job, byte[].class, () -> INITIAL, active -> {
                started.complete(active);
                end.await();
                return 0;
            });
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
        }
    }

    @Override
    public void save(byte[] state) {
        run.checkpoint(state);
    }

    @Override
    public void close() {
        end.countDown();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recovery.close();
    }
}
