package io.github.recovery4j.testkit.fleet;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.takeover.TakeOver;
import io.github.recovery4j.takeover.TakeOverPolicy;
import io.github.recovery4j.testkit.TextCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One process of a fleet: it begins nothing, and goes on with whatever nobody works on. It tells what it does:
 *
 * <pre>
 * begun r7 13 1763800000123     the run, the first item that is to be done, the time
 * item r7 13                    before the item is saved
 * done r7 1763800000456         the last one is saved
 * beside r7                     somebody else works on it: the operating system says so
 * </pre>
 */
final class FleetMain {

    static final long ITEMS = 150;
    static final Duration EVERY = Duration.ofMillis(100);

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private FleetMain() {}

    static <R> RecoverableJob<String, Long, R> job(Work<String, Long, R> work) {
        return RecoverableJob.named("count")
                .config(String.class)
                .state(Long.class, () -> 0L)
                .work(work);
    }

    /** Arguments: the directory of the storage, and one for locks. */
    public static void main(String[] arguments) throws InterruptedException {
        Recovery recovery = Recovery.builder()
                .directory(Path.of(arguments[0]))
                .codec(new TextCodec())
                .open();
        Path locks = Path.of(arguments[1]);
        recovery.register(job(run -> {
            try (FileChannel channel = FileChannel.open(
                    locks.resolve(run.config()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (!locked(channel)) {
                    OUT.println("beside " + run.config());
                }
                OUT.println("begun %s %d %d".formatted(run.config(), run.state(), System.currentTimeMillis()));
                for (long item = run.state(); item < ITEMS; item++) {
                    run.throwIfStopped();
                    OUT.println("item %s %d".formatted(run.config(), item));
                    run.checkpoint(item + 1);
                }
                OUT.println("done %s %d".formatted(run.config(), System.currentTimeMillis()));
                return "";
            }
        }));
        TakeOver takeOver = recovery.takeOver(TakeOverPolicy.every(EVERY).atMost(4));
        OUT.println("looking " + takeOver.status().runs().size());
        new CountDownLatch(1).await();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
