package io.github.recovery4j.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process to be killed, stopped and watched by a test.
 *
 * <pre>{@code
 * try (KillableProcess first = KillableProcess.java(Import.class).arguments(directory).start()) {
 *     first.awaitLine(line -> line.equals("acked 17"), Duration.ofSeconds(30));
 *     first.kill();                                            // kill -9
 *     assertThat(first.awaitExit(Duration.ofSeconds(5))).isEqualTo(137);
 * }
 * }</pre>
 *
 * <p>Its output is collected, so it never waits for a reader. A line counts only when it is complete: what a kill cut off
 * is not in {@link #output()}. Signals to a process that has ended do nothing. Linux and other systems with a
 * {@code kill} command; no shell is involved. Safe for use by many threads.
 */
public final class KillableProcess implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int SHOWN_LINES = 30;

    private final Process process;
    private final ProcessOutput output;
    private final ProcessOutput errors;

    private KillableProcess(Process process) {
        this.process = process;
        this.output = ProcessOutput.read(process.getInputStream(), "output of process " + process.pid());
        this.errors = ProcessOutput.read(process.getErrorStream(), "errors of process " + process.pid());
    }

    /**
     * Begins the command line of a JVM.
     *
     * @param main a class with a main method, on the class path of this JVM
     * @return the command line, to be completed and started
     */
    public static ChildJvm java(Class<?> main) {
        return new ChildJvm(main);
    }

    /**
     * Starts a command.
     *
     * @param command its words
     * @return the process
     * @throws IOException if it cannot be started
     */
    public static KillableProcess start(String... command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /**
     * Starts a command with an environment and directory of its own.
     *
     * @param command what to start
     * @return the process
     * @throws IOException if it cannot be started
     */
    public static KillableProcess start(ProcessBuilder command) throws IOException {
        return new KillableProcess(command.start());
    }

    /** {@return its process id} */
    public long pid() {
        return process.pid();
    }

    /** {@return whether it has not ended; true for a stopped one} */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it on the spot: {@code SIGKILL}. */
    public void kill() {
        signal("KILL");
    }

    /** Asks it to end: {@code SIGTERM}. */
    public void terminate() {
        signal("TERM");
    }

    /** Does what Ctrl-C does: {@code SIGINT}. */
    public void interruptSignal() {
        signal("INT");
    }

    /** Freezes it where it is: {@code SIGSTOP}. */
    public void stop() {
        signal("STOP");
    }

    /** Lets a stopped process go on: {@code SIGCONT}. */
    public void cont() {
        signal("CONT");
    }

    private void signal(String name) {
        if (!isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kill.waitFor() != 0 && isAlive()) {
                throw new AssertionError("SIG%s could not be sent to process %d: %s".formatted(name, pid(), said));
            }
        } catch (IOException e) {
            throw new AssertionError("There is no kill command: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for a line of the standard output. Lines that were written before count as well; each is looked at once, in
     * order, so a predicate may count.
     *
     * @param wanted tells the line
     * @param timeout how long to wait
     * @return the first such line
     * @throws AssertionError if there is none in time, or the process ends without it; the message has the last output
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public String awaitLine(Predicate<String> wanted, Duration timeout) throws InterruptedException {
        return output.await(wanted, timeout.toNanos())
                .orElseThrow(() -> new AssertionError("Not the line waited for, within " + timeout + " of " + this));
    }

    /**
     * Waits for the end of the process and of its output.
     *
     * @param timeout how long to wait
     * @return its exit code; 128 plus the number of the signal that ended it, so 137 after {@link #kill}
     * @throws AssertionError if it does not end in time; the message has the last output
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("Not ended within " + timeout + ": " + this);
        }
        output.awaitEnd(LAST_WORDS.toNanos());
        errors.awaitEnd(LAST_WORDS.toNanos());
        return process.exitValue();
    }

    /** {@return the exit code, if it has ended} */
    public OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** {@return the complete lines of its standard output so far} */
    public List<String> output() {
        return output.lines();
    }

    /** {@return the complete lines of its standard error so far} */
    public List<String> errors() {
        return errors.lines();
    }

    /** Kills it, and every descendant it still has, and waits for its end. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.toHandle().destroyForcibly();
        for (ProcessHandle descendant : descendants) {
            descendant.descendants().forEach(ProcessHandle::destroyForcibly);
            descendant.destroyForcibly();
        }
        process.onExit().join();
    }

    @Override
    public String toString() {
        return "process %d (%s)%n--- its output%n%s%n--- its errors%n%s"
                .formatted(
                        pid(),
                        isAlive() ? "alive" : "ended with " + process.exitValue(),
                        output.tail(SHOWN_LINES),
                        errors.tail(SHOWN_LINES));
    }
}
