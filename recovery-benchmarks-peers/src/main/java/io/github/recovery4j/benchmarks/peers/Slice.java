package io.github.recovery4j.benchmarks.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A number of savers that save to one store for a while, each its own key again and again. */
final class Slice implements AutoCloseable {

    private final ExecutorService threads;
    private final List<States> states = new ArrayList<>();

    Slice(int savers, int size) {
        this.threads = Executors.newFixedThreadPool(savers);
        for (int saver = 0; saver < savers; saver++) {
            states.add(new States(size, saver));
        }
    }

    /**
     * Saves.
     *
     * @return saves per second; the time ends with the last save, which may be later than asked for
     */
    double rate(Store store, long millis) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        var savers = new ArrayList<Callable<Long>>();
        for (int key = 0; key < states.size(); key++) {
            int own = key;
            savers.add(() -> saves(store, own, end));
        }
        long saves = 0;
        for (var saver : threads.invokeAll(savers)) {
            saves += saver.get();
        }
        return saves * 1e9 / (System.nanoTime() - start);
    }

    private long saves(Store store, int key, long end) throws Exception {
        long saves = 0;
        do {
            store.save(key, states.get(key).next());
            saves++;
        } while (System.nanoTime() < end);
        return saves;
    }

    /** Saves a number of times in all, spread evenly over the savers. */
    void save(Store store, int saves) throws InterruptedException, ExecutionException {
        var savers = new ArrayList<Callable<Object>>();
        for (int key = 0; key < states.size(); key++) {
            int own = key;
            savers.add(() -> {
                for (int save = 0; save < saves / states.size(); save++) {
                    store.save(own, states.get(own).next());
                }
                return Collections.emptyList();
            });
        }
        for (var saver : threads.invokeAll(savers)) {
            saver.get();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
