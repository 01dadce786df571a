package io.github.recovery4j.testkit.child;

import io.github.recovery4j.child.ChildDefinition;
import io.github.recovery4j.child.ChildProcess;
import io.github.recovery4j.child.Children;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A child that counts in a state with a checksum, beats, and has a child of its own. It does not touch a state that is damaged.
 */
final class Worker {

    static final String MARK = "RECOVERY4J_CHAOS";

    /** It writes over its state in one piece, and never makes it shorter: nobody ever sees half of it. */
    private static final String SCRIPT = String.join(
            "\n",
            "[ -e \"$1\" ] || echo 'state 0 3' > \"$1\"",
            "sleep 100000 &",
            "while true; do",
            "  if ! [ -e \"$3\" ]; then",
            "    read word n sum < \"$1\"",
            "    if [ \"$word\" = state ] && [ \"$sum\" = $((n * 7 + 3)) ]; then",
            "      n=$((n + 1))",
            "      echo \"state $n $((n * 7 + 3))\" 1<> \"$1\"",
            "    fi",
            "    echo x > \"$2\"",
            "  fi",
            "  sleep 0.5",
            "done");

    private static final Pattern STATE = Pattern.compile("state (\\d+) (\\d+)\n");
    private static final Duration BEAT = Duration.ofSeconds(4);
    private static final long BESIDE_A_WRITE_NANOS = Duration.ofMillis(50).toNanos();
    private static final BackOff PAUSES = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(1));

    private final Path state;
    private final Path backup;
    private final Path muted;
    private final ChildProcess child;

    Worker(Children children, Path directory, String name) throws IOException {
        this.state = directory.resolve(name + ".state");
        this.backup = directory.resolve(name + ".backup");
        this.muted = directory.resolve(name + ".muted");
        Path beat = directory.resolve(name + ".beat");
        this.child = children.add(ChildDefinition.named(
                        name,
                        Command.of("sh", "-c", SCRIPT, "sh", state.toString(), beat.toString(), muted.toString())
                                .environment(MARK, directory.toString()))
                .beating(beat, BEAT)
                .stoppedFor(Duration.ofSeconds(1))
                .settlingFor(Duration.ofMillis(500))
                .endingWithin(Duration.ofSeconds(1))
                .detecting(this::look)
                .build());
    }

    ChildProcess child() {
        return child;
    }

    Subject subject() {
        return child.subject()
                .every(Duration.ofMillis(200), Duration.ofSeconds(10))
                .curing(
                        FailureKind.CORRUPTED,
                        child.mending("restore", failure -> restore()).times(1, PAUSES),
                        child.mending("rebuild", failure -> Files.deleteIfExists(state))
                                .times(2, PAUSES))
                .atMost(new Budget(100_000, Duration.ofDays(1)))
                .build();
    }

    private static boolean isWhole(String text) {
        Matcher matcher = STATE.matcher(text);
        return matcher.matches() && Long.parseLong(matcher.group(2)) == Long.parseLong(matcher.group(1)) * 7 + 3;
    }

    /** What the driver is just writing looks like damage, but not twice. */
    boolean isWhole() throws IOException {
        if (isWhole(read(state))) {
            return true;
        }
        LockSupport.parkNanos(BESIDE_A_WRITE_NANOS);
        return isWhole(read(state));
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private Diagnosis look() throws IOException {
        try {
            return isWhole() ? Diagnosis.healthy() : Diagnosis.failed(FailureKind.CORRUPTED, "the state is damaged");
        } catch (NoSuchFileException e) {
            return Diagnosis.unknown("no state yet");
        }
    }

    private void restore() throws IOException {
        String text = read(backup);
        if (!isWhole(text)) {
            throw new IOException("the backup is damaged");
        }
        Files.writeString(state, text);
    }

    /** Damages the state, and the backup too if asked; the worker may just be writing over it. */
    void damage(String with, boolean backupToo) throws IOException {
        if (isWhole()) {
            Files.writeString(backup, backupToo ? with : read(state));
        }
        Files.writeString(state, with);
    }

    void mute() throws IOException {
        Files.createFile(muted);
    }

    void unmute() throws IOException {
        Files.deleteIfExists(muted);
    }
}
