package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.testkit.TextCodec;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job that writes the lines 0 to 3 to a file; its state is how many of them are written. What it returns is the file.
 * Each test breaks it in another way.
 */
abstract class Lines implements JobUnderTest {

    static final int COUNT = 4;
    private static final int LENGTH = 2;

    private @Nullable Path file;

    @Override
    public void configure(RecoveryBuilder builder) {
        builder.codec(new TextCodec());
    }

    @Override
    public @Nullable Object run(Recovery recovery, World world) throws Exception {
        file = world.directory().resolve("lines");
        recovery.run(job().work(run -> {
                    work(run, world);
                    return true;
                }))
                .orElseThrow();
        return content();
    }

    RecoverableJob.Builder<NoConfig, Long> job() {
        return RecoverableJob.named("lines").state(Long.class, () -> 0L).saveEvery(Duration.ofHours(1));
    }

    abstract void work(Run<NoConfig, Long> run, World world) throws Exception;

    /** Behind the state nothing counts. */
    void cut(long done) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file(), "rw")) {
            open.setLength(done * LENGTH);
        }
    }

    void write(long line) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file(), "rw")) {
            open.seek(open.length());
            open.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private File file() {
        return Objects.requireNonNull(file).toFile();
    }

    String content() throws IOException {
        return Files.readString(file().toPath()).replace('\n', ' ').trim();
    }

    /** The work, done right. */
    void writeAll(Run<NoConfig, Long> run) throws IOException {
        cut(run.state());
        for (long done = run.state(); done < COUNT; done++) {
            write(done);
            run.checkpoint(done + 1);
        }
    }

    /** Done right. */
    static final class Careful extends Lines {
        @Override
        void work(Run<NoConfig, Long> run, World world) throws Exception {
            writeAll(run);
        }
    }

    /** Leaves what was written behind its last checkpoint. */
    static final class NeverCut extends Lines {
        @Override
        void work(Run<NoConfig, Long> run, World world) throws Exception {
            for (long done = run.state(); done < COUNT; done++) {
                write(done);
                run.checkpoint(done + 1);
            }
        }
    }

    /** Guards itself by a file that it deletes in the end, whatever happens: but nothing happens after a SIGKILL. */
    static final class Guarded extends Lines {
        @Override
        void work(Run<NoConfig, Long> run, World world) throws Exception {
            Path guard = world.directory().resolve("guard");
            Files.createFile(guard);
            try {
                writeAll(run);
            } finally {
                Files.delete(guard);
            }
        }
    }
}
