package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Lives as processes of their own, which end by SIGKILL. */
final class ChildJvms implements Host {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KILLED = 137;

    private final Class<? extends JobUnderTest> job;

    ChildJvms(Class<? extends JobUnderTest> job) {
        this.job = job;
    }

    @Override
    public Ending live(Place place, int fatal) throws InterruptedException {
        try (KillableProcess child = KillableProcess.java(Child.class)
                .arguments(job.getName(), place.root(), fatal)
                .start()) {
            Message last = Message.parse(child.awaitLine(Message::is, PATIENCE));
            if (last.kind() == Message.Kind.ARRIVED) {
                kill(child);
            }
            return last.ending();
        } catch (IOException e) {
            throw new UncheckedIOException("No JVM can be started for " + job.getName(), e);
        }
    }

    private static void kill(KillableProcess child) throws InterruptedException {
        child.kill();
        int exitCode = child.awaitExit(PATIENCE);
        if (exitCode != KILLED) {
            throw new AssertionError("Killed, but ended with %d: %s".formatted(exitCode, child));
        }
    }
}
