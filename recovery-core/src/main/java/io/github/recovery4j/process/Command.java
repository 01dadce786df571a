package io.github.recovery4j.process;

import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments. It is started as it stands, never through a shell: no argument is expanded, split or
 * interpreted. Its standard input is empty. Immutable; methods that change something return a new command.
 *
 * <p>Four ways to run it:
 *
 * <ul>
 *   <li>{@link #ask} for what only looks: whatever it started is gone when the call returns, however it returns.
 *   <li>{@link #execute} for what changes something: what it left running on purpose goes on, unless it took too long.
 *   <li>{@link #launch} for what is to go on running, after this process too.
 *   <li>{@link #start} for what is looked after by whoever starts it.
 * </ul>
 *
 * <p>Arguments are shown in messages. A password belongs into the {@linkplain #environment environment}, which is not.
 */
public final class Command {

    /** Between two looks at what a command has written and whether it has ended; the end itself is told at once. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Optional<File> directory;

    private Command(List<String> arguments, Map<String, String> environment, Optional<File> directory) {
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /**
     * {@return a command}
     *
     * @param program its name, to be found on the {@code PATH} of this process, or its path
     * @param arguments its arguments
     */
    public static Command of(String program, String... arguments) {
        return new Command(List.of(program), Map.of(), Optional.empty()).with(arguments);
    }

    /**
     * {@return this command with more arguments at its end}
     *
     * @param more the arguments
     */
    public Command with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Command(all, environment, directory);
    }

    /**
     * {@return this command with a variable in its environment, beside those of this process}
     *
     * @param name the variable
     * @param value its value; shown nowhere
     */
    public Command environment(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(arguments, more, directory);
    }

    /**
     * {@return this command with a mark, by which everything that it starts can be ended}
     *
     * @param mark the mark
     */
    public Command marked(ProcessMark mark) {
        return environment(mark.text(), "");
    }

    /**
     * {@return this command in another directory than that of this process}
     *
     * @param where an existing directory
     */
    public Command in(Path where) {
        return new Command(arguments, environment, Optional.of(where.toFile()));
    }

    /** {@return the program and its arguments} */
    public List<String> arguments() {
        return arguments;
    }

    /**
     * Runs the command and returns when it has ended. Then nothing of what it started is left, neither its descendants nor
     * what it left running in the background; on Linux also if the processes in between have ended. When this JVM ends in
     * an orderly way, so does the command; from then on nothing can be asked.
     *
     * @param timeout how long it may take, positive; then it is killed with everything it started
     * @return how it ended by itself, and what was written until then
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws IOException if it could not be started, did not end in time, or left something that could not be killed
     * @throws InterruptedException if the thread is interrupted; the command is killed then
     */
    public CommandResult ask(Duration timeout) throws IOException, InterruptedException {
        Attempt attempt = new Attempt(timeout);
        try (Asked asked = Asked.begin(attempt.tree)) {
            CommandResult result;
            try {
                asked.start(attempt::start);
                result = attempt.result();
            } finally {
                attempt.tree.kill();
            }
            attempt.tree.throwIfRunning(toString());
            return result;
        }
    }

    /**
     * Runs the command and returns when it has ended. Processes that it left in the background go on; they should write
     * somewhere else.
     *
     * @param timeout how long it may take, positive; then it is killed with everything it started
     * @return how it ended by itself, and what was written until then
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws IOException if it could not be started, or did not end in time
     * @throws InterruptedException if the thread is interrupted; the command is killed then
     */
    public CommandResult execute(Duration timeout) throws IOException, InterruptedException {
        Attempt attempt = new Attempt(timeout);
        try {
            attempt.start();
            return attempt.result();
        } catch (IOException | InterruptedException | RuntimeException e) {
            attempt.tree.kill();
            throw e;
        }
    }

    /**
     * Starts the command and leaves it running, after the end of this process too. Signals of a terminal, such as Ctrl-C,
     * reach it all the same, unless it is started with {@code setsid}.
     *
     * @param log what it writes is appended to this file
     * @return its process
     * @throws IOException if it could not be started, or had ended before it could be looked at
     */
    public ProcessId launch(Path log) throws IOException {
        Process process = start(
                builder().redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        try {
            return ProcessId.of(process.toHandle());
        } catch (IOException e) {
            throw new IOException("%s ended at once; what it wrote is in %s".formatted(this, log), e);
        }
    }

    /**
     * Starts the command for somebody who looks after it. Its standard error goes where its standard output goes, so nothing
     * of it has to be read.
     *
     * @param output where that is: {@code INHERIT}, {@code DISCARD}, or {@linkplain ProcessBuilder.Redirect#appendTo a file}
     * @return its process; its end is told by {@link Process#onExit}
     * @throws IllegalArgumentException if the output is a pipe, which somebody would have to read
     * @throws IOException if it could not be started
     */
    public Process start(ProcessBuilder.Redirect output) throws IOException {
        if (output.type() == ProcessBuilder.Redirect.Type.PIPE) {
            throw new IllegalArgumentException("Nobody reads what %s writes to a pipe".formatted(this));
        }
        return start(builder().redirectErrorStream(true).redirectOutput(output));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("%s could not be started: %s".formatted(this, e.getMessage()), e);
        }
        process.getOutputStream().close();
        return process;
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        directory.ifPresent(builder::directory);
        return builder;
    }

    @Override
    public String toString() {
        return "'" + String.join(" ", arguments) + "'";
    }

    /** A command whose end is waited for. One thread, beside the one that kills the tree when the JVM ends. */
    private final class Attempt {

        private final ProcessMark mark = ProcessMark.create();
        private final ProcessTree tree = ProcessTree.marked(mark);
        private final Duration timeout;
        private final Deadline end;
        private @Nullable Process process;

        Attempt(Duration timeout) {
            this.timeout = Deadline.positive(Command.this.toString(), timeout);
            this.end = Deadline.in(timeout, Ticker.system());
        }

        void start() throws IOException {
            Process started = Command.this.start(marked(mark).builder());
            tree.with(started.toHandle());
            process = started;
        }

        /**
         * How it ended. The locks keep the JDK from taking what is left in the pipes when the process has ended: it would
         * take as much as anybody writes, and close them under whoever reads. Nothing is waited for that holds them.
         */
        CommandResult result() throws IOException, InterruptedException {
            Process running = Objects.requireNonNull(process, "not started");
            InputStream out = running.getInputStream();
            InputStream err = running.getErrorStream();
            synchronized (out) {
                synchronized (err) {
                    try (out;
                            err) {
                        return result(running, new Drain(out), new Drain(err));
                    }
                }
            }
        }

        private CommandResult result(Process running, Drain out, Drain err) throws IOException, InterruptedException {
            long pause = SHORTEST_PAUSE_NANOS;
            while (!running.waitFor(pause, TimeUnit.NANOSECONDS)) {
                if (end.passed()) {
                    throw new IOException("%s did not end within %s, and was killed".formatted(Command.this, timeout));
                }
                boolean said = out.some();
                boolean complained = err.some();
                pause = said || complained
                        ? 0
                        : Math.min(Math.max(2 * pause, SHORTEST_PAUSE_NANOS), LONGEST_PAUSE_NANOS);
            }
            return new CommandResult(running.exitValue(), out.rest(), err.rest());
        }
    }
}
