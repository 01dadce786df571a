package io.github.recovery4j.testkit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An owner in whose process some other code reads the lock file, by which the kernel drops the lock. It then waits at a
 * gate, and goes on as if nothing had happened:
 *
 * <pre>
 * acked 1 -3812        its checkpoint, from the time when it was the owner
 * ready                the lock is lost; it waits at the gate
 * refused              a FencedException
 * wrote                a checkpoint was acknowledged that must not be
 * outcome failed (…    what its caller is told
 * </pre>
 */
final class LostLockMain {

    static final int LATE_WRITES = 5;

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private LostLockMain() {}

    /** Arguments: directory, gate. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Gate gate = new Gate(Path.of(arguments[1]));
        try (Recovery recovery = Recovery.builder()
                .directory(directory)
                .codec(new TextCodec())
                .leaseTtl(Duration.ofMillis(300))
                .open()) {
            RunOutcome<Long> outcome = recovery.run(SumStorage.job(run -> {
                Sum sum = run.state().next();
                run.checkpoint(sum);
                OUT.println("acked " + sum);
                readLockFile(directory);
                OUT.println("ready");
                gate.pass();
                for (int i = 0; i < LATE_WRITES; i++) {
                    sum = sum.next();
                    OUT.println(refused(run, sum) ? "refused" : "wrote");
                }
                run.report(sum);
                return sum.total();
            }));
            OUT.println("outcome " + outcome.describe());
        }
    }

    /** What any file browser, backup or library might do. */
    private static void readLockFile(Path directory) throws IOException {
        Files.readAllBytes(directory.resolve("storage.lock"));
    }

    private static boolean refused(Run<NoConfig, Sum> run, Sum late) {
        try {
            run.checkpoint(late);
            return false;
        } catch (FencedException e) {
            return true;
        }
    }
}
