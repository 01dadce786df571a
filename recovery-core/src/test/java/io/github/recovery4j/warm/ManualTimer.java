package io.github.recovery4j.warm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls when it is told to. */
final class ManualTimer implements Timer {

    private final List<Duration> times = new ArrayList<>();
    private final List<Runnable> once = new ArrayList<>();
    private final List<Runnable> beats = new ArrayList<>();
    private boolean closed;

    @Override
    public void after(Duration time, Runnable task) {
        times.add(time);
        once.add(task);
    }

    @Override
    public void every(Duration time, Runnable task) {
        beats.add(task);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** How long was asked for. */
    List<Duration> times() {
        return times;
    }

    void fire() {
        if (!closed) {
            once.forEach(Runnable::run);
        }
    }

    void beat() {
        if (!closed) {
            beats.forEach(Runnable::run);
        }
    }
}
