package io.github.recovery4j.process;

import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and everything it started. Its descendants are told in two ways, as neither is enough: by their parents,
 * which fails when one in between has ended; and by a mark in their environment, which can be read on Linux only, and not
 * of a program that drops its environment.
 */
final class ProcessTree {

    /** Enough for whatever starts new processes while it is being killed. */
    private static final int ROUNDS = 100;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final Path PROC = Path.of("/proc");

    private final Optional<ProcessMark> mark;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    private ProcessTree(Optional<ProcessMark> mark) {
        this.mark = mark;
    }

    /** Everything with that mark, and its descendants. */
    static ProcessTree marked(ProcessMark mark) {
        return new ProcessTree(Optional.of(mark));
    }

    /** This tree, and that process with its descendants. */
    ProcessTree with(ProcessHandle root) {
        seen.add(root);
        return this;
    }

    static ProcessTree of(ProcessHandle root) {
        return new ProcessTree(Optional.empty()).with(root);
    }

    /** Kills all of it, and returns when nothing of it runs, or what is left does not end. Interrupts wait meanwhile. */
    synchronized void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<ProcessHandle> alive = alive();
                if (alive.isEmpty()) {
                    return;
                }
                alive.forEach(ProcessHandle::destroyForcibly);
                LockSupport.parkNanos(PAUSE.toNanos());
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Asks all of it to end, and kills what is left after a while, or when the thread is interrupted. */
    synchronized void stop(Duration grace) throws InterruptedException {
        try {
            alive().forEach(ProcessHandle::destroy);
            Ticker ticker = Ticker.system();
            long end = ticker.nanos() + grace.toNanos();
            while (!alive().isEmpty() && ticker.nanos() - end < 0) {
                Waiter.system().await(PAUSE);
            }
        } finally {
            kill();
        }
    }

    private List<ProcessHandle> alive() {
        // of one that has ended, these would be the descendants of whoever has its pid now
        List.copyOf(seen).stream().filter(ProcessHandle::isAlive).forEach(process -> process.descendants()
                .forEach(seen::add));
        mark.filter(given -> Files.isDirectory(PROC)).ifPresent(given -> ProcessHandle.allProcesses()
                .filter(process -> carries(process, given))
                .forEach(seen::add));
        return seen.stream().filter(ProcessId::runs).toList();
    }

    private static boolean carries(ProcessHandle process, ProcessMark mark) {
        Path environment = PROC.resolve(Long.toString(process.pid())).resolve("environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(mark.text());
        } catch (IOException e) {
            return false; // it ended, or belongs to another user: not one of ours
        }
    }
}
