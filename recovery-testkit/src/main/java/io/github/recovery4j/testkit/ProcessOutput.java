package io.github.recovery4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The lines of one stream of a process, collected by a thread of its own. Only what ends with a line feed is a line: a
 * process that was killed may have written half a number.
 */
final class ProcessOutput {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private boolean ended;

    private ProcessOutput() {}

    /** Begins to read, on a daemon thread. */
    static ProcessOutput read(InputStream stream, String threadName) {
        ProcessOutput output = new ProcessOutput();
        Thread thread = new Thread(() -> output.readAll(stream), threadName);
        thread.setDaemon(true);
        thread.start();
        return output;
    }

    private void readAll(InputStream stream) {
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                add(new String(buffer, 0, count));
            }
        } catch (IOException e) {
            add("\n(the rest could not be read: " + e + ")\n");
        } finally {
            end();
        }
    }

    private void add(String text) {
        lock.lock();
        try {
            unfinished.append(text);
            for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n")) {
                lines.add(unfinished.substring(0, end));
                unfinished.delete(0, end + 1);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line; empty if the time is up or the stream ended before. */
    Optional<String> await(Predicate<String> wanted, long nanos) throws InterruptedException {
        long left = nanos;
        int next = 0;
        lock.lock();
        try {
            while (true) {
                for (; next < lines.size(); next++) {
                    if (wanted.test(lines.get(next))) {
                        return Optional.of(lines.get(next));
                    }
                }
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the stream, and gives up when the time is over. */
    void awaitEnd(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The last lines and what is behind them, for people. */
    String tail(int count) {
        lock.lock();
        try {
            List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
            return String.join("\n", last) + (unfinished.isEmpty() ? "" : "\n" + unfinished + " (cut off)");
        } finally {
            lock.unlock();
        }
    }
}
