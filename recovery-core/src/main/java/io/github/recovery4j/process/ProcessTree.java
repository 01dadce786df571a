package io.github.recovery4j.process;

import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and everything it started. Its descendants are told in two ways, as neither is enough: by their parents,
 * which fails when one in between has ended; and by a mark in their environment, which can be read on Linux only, and not
 * of a program that drops its environment.
 *
 * <p>A look at all processes takes its time, in which they start others and end. So one look that finds nothing says little;
 * several in a row do. Safe for use by many threads.
 */
final class ProcessTree {

    private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);

    /** Enough for whatever starts new processes while it is being killed. */
    private static final int MOST_LOOKS = 100;

    /** So many looks in a row have to find nothing. */
    private static final int QUIET_LOOKS = 3;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Optional<ProcessMark> mark;
    private final ProcessTable table;
    private final Set<ProcessHandle> ours = ConcurrentHashMap.newKeySet();
    private final Set<ProcessHandle> others = ConcurrentHashMap.newKeySet();
    private volatile Instant began = Instant.MIN;

    ProcessTree(Optional<ProcessMark> mark, ProcessTable table) {
        this.mark = mark;
        this.table = table;
    }

    /** Everything with that mark, and its descendants. */
    static ProcessTree marked(ProcessMark mark) {
        return new ProcessTree(Optional.of(mark), ProcessTable.system());
    }

    static ProcessTree of(ProcessHandle root) {
        return new ProcessTree(Optional.empty(), ProcessTable.system()).with(root);
    }

    /** This tree, of which nothing was started before. */
    ProcessTree since(Instant first) {
        began = first;
        return this;
    }

    /** This tree, and that process with its descendants. */
    ProcessTree with(ProcessHandle root) {
        ours.add(root);
        return since(root.info().startInstant().orElse(began));
    }

    /**
     * Kills all of it, and returns when nothing of it runs, or what is left does not end or starts others faster than it is
     * killed. Interrupts wait meanwhile.
     */
    void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            int quiet = 0;
            for (int looks = 0; looks < MOST_LOOKS && quiet < QUIET_LOOKS; looks++) {
                Look look = look();
                look.running().forEach(ProcessHandle::destroyForcibly);
                quiet = look.quiet() ? quiet + 1 : 0;
                if (!look.quiet()) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Asks all of it to end, and kills what is left after a while, or when the thread is interrupted; how many there were. */
    int stop(Duration grace) throws InterruptedException {
        try {
            Deadline end = Deadline.in(grace, Ticker.system());
            List<ProcessHandle> asked = look().running();
            asked.forEach(ProcessHandle::destroy);
            wake(asked);
            while (!look().running().isEmpty() && !end.passed()) {
                Waiter.system().await(PAUSE);
            }
            return asked.size();
        } finally {
            kill();
        }
    }

    /** What is stopped does not hear that it should end. */
    private static void wake(List<ProcessHandle> asked) throws InterruptedException {
        List<Long> stopped = asked.stream()
                .filter(ProcFiles::isStopped)
                .map(ProcessHandle::pid)
                .toList();
        if (!stopped.isEmpty()) {
            try {
                Signal.CONT.send(stopped);
            } catch (IOException e) {
                log.debug(
                        "They are killed after their time to end by themselves, or ended already: {}", e.getMessage());
            }
        }
    }

    /**
     * What one look found.
     *
     * @param running what of the tree runs
     * @param certain whether each process could be told to be of the tree or not
     */
    private record Look(List<ProcessHandle> running, boolean certain) {

        boolean quiet() {
            return running.isEmpty() && certain;
        }
    }

    private Look look() {
        List<ProcessHandle> all = table.processes();
        boolean certain = mark.isEmpty() || findMarked(all, mark.get());
        findDescendants(all);
        return new Look(running(), certain);
    }

    /** Who does not have the mark does not get it: a process inherits it when it is started. */
    private boolean findMarked(List<ProcessHandle> all, ProcessMark wanted) {
        boolean certain = true;
        for (ProcessHandle process : all) {
            if (!ours.contains(process) && !others.contains(process)) {
                switch (table.carries(process, wanted)) {
                    case YES -> ours.add(process);
                    case NO -> others.add(process);
                    default -> certain &= isOlder(process) && others.add(process);
                }
            }
        }
        return certain;
    }

    /** Those that dropped the mark, and all where marks cannot be read. A parent is known by its start too. */
    private void findDescendants(List<ProcessHandle> all) {
        Map<ProcessHandle, ProcessHandle> parents = new HashMap<>();
        all.forEach(process -> process.parent().ifPresent(parent -> parents.put(process, parent)));
        while (ours.addAll(parents.keySet().stream()
                .filter(process -> ours.contains(parents.get(process)))
                .toList())) {
            // until nobody has a parent of ours who is not ours too
        }
    }

    /** What of it runs, as far as it was found. */
    List<ProcessHandle> running() {
        return ours.stream().filter(ProcessId::runs).toList();
    }

    void throwIfRunning(String whose) throws IOException {
        List<Long> left = running().stream().map(ProcessHandle::pid).toList();
        if (!left.isEmpty()) {
            throw new IOException("%s left processes that cannot be killed: %s".formatted(whose, left));
        }
    }

    private boolean isOlder(ProcessHandle process) {
        return process.info().startInstant().filter(began::isAfter).isPresent();
    }
}
