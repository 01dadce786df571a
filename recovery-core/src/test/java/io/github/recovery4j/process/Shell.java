package io.github.recovery4j.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Real processes that misbehave, as scripts, and what became of them. */
public final class Shell {

    /** Nothing takes so long that has not hung. */
    public static final Duration LONG = Duration.ofMinutes(2);

    private Shell() {}

    /** A script; it gets the arguments as $1 and so on. */
    public static Command script(String script, String... arguments) {
        return Command.of("sh", "-c", script, "sh").with(arguments);
    }

    /** The numbers of processes that a script wrote to a file, one a line, once there are so many. */
    public static List<Long> pids(Path file, int count) {
        return await(() -> {
            List<Long> pids = lines(file).stream().map(Long::valueOf).toList();
            return pids.size() >= count ? Optional.of(pids) : Optional.empty();
        });
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None of them runs; ended ones that nobody has asked for their exit code do not count. */
    public static void assertGone(List<Long> pids) {
        assertThat(pids).isNotEmpty().noneMatch(Shell::runs);
    }

    /** Whether a process runs. */
    public static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessId::runs).isPresent();
    }

    /** What a condition is about, as soon as it holds; an interrupt, as of a test whose time is over, ends the wait. */
    public static <T> T await(Condition<T> condition) {
        while (true) {
            Optional<T> result = condition.ask();
            if (result.isPresent()) {
                return result.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("Interrupted; it is not so yet");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition<T> {
        /** Empty if it is not so yet. */
        Optional<T> ask();
    }
}
