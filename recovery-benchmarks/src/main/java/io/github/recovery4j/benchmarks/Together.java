package io.github.recovery4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Does something often with many threads, which share their syncs. */
final class Together {

    private static final int THREADS = 64;

    private Together() {}

    /** With the numbers from 0 on. */
    static void times(int number, LongConsumer action) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    for (long i = first; i < number; i += THREADS) {
                        action.accept(i);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("could not be prepared", e);
        } finally {
            threads.shutdown();
        }
    }
}
