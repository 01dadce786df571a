package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Saves the sessions again and again, and how everything stands, on a thread of its own. */
final class Rounds implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 10_000;

    private final Home home;
    private final Supervisor supervisor;
    private final Step step;
    private final Consumer<String> out;
    private final ProcessId self;
    private final Thread thread;
    private List<SubjectStatus> told = List.of();
    private String problem = "";

    @FunctionalInterface
    interface Step {
        void take() throws IOException, InterruptedException;
    }

    Rounds(Home home, Supervisor supervisor, Step step, Duration pause, Consumer<String> out) throws IOException {
        this.home = home;
        this.supervisor = supervisor;
        this.step = step;
        this.out = out;
        this.self = ProcessId.of(ProcessHandle.current());
        this.thread = new Thread(() -> run(pause), "sessions-saver");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Duration pause) {
        try {
            while (true) {
                round();
                Waiter.system().await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was closed
        }
    }

    private void round() throws InterruptedException {
        try {
            tell();
            step.take();
            problem = "";
        } catch (IOException | RuntimeException e) {
            if (!problem.equals(e.toString())) {
                problem = e.toString();
                out.accept("The sessions could not be saved, that is tried again: " + Words.problem(e));
            }
        }
    }

    private void tell() throws IOException {
        List<SubjectStatus> now = supervisor.statuses();
        if (!now.equals(told)) {
            new Report(self, now).write(home.folder());
            told = now;
        }
    }

    @Override
    public void close() {
        supervisor.close();
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
