package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of the storage are replaced by hostile ones, and a process with 64 MiB of heap goes on with what is there. It
 * finds the right state, or an older one that it reports as older, or fails with an error that says what is wrong; and
 * where it found a state, it saves the next.
 */
@DisabledOnOs(OS.WINDOWS) // sparse files, pipes and links
class HostileFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @TempDir
    Path directory;

    /** What the process with the small heap tells. */
    private List<String> told() throws IOException, InterruptedException {
        try (KillableProcess process = KillableProcess.java(HostileFilesMain.class)
                .flags("-Xmx64m")
                .property("org.slf4j.simpleLogger.defaultLogLevel", "warn")
                .arguments(directory)
                .start()) {
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isZero();
            assertThat(process.errors())
                    .as("no line of the log is filled by what a file says")
                    .allMatch(line -> line.length() < 2_000);
            return process.output();
        }
    }

    private SumStorage storage(String name) {
        return SumStorage.create(directory.resolve(name));
    }

    @ParameterizedTest
    @EnumSource
    void a_file_of_hostile_bytes_costs_what_it_held_and_nothing_else(HostileBytes bytes) throws Exception {
        bytes.write(storage("attempts").attempts());
        bytes.write(storage("current").current());
        bytes.write(storage("marker").marker());
        bytes.write(storage("owner").owner());
        List<String> expected = new ArrayList<>();
        expected.addAll(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "attempts"));
        expected.addAll(HostileFilesMain.completedFrom(SumStorage.OLDER, 1, "current"));
        expected.addAll(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "marker"));
        expected.addAll(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "owner"));
        assertThat(told()).isEqualTo(expected);
    }

    /** What has the name of a file and is none. */
    enum NoFile {
        PIPE {
            @Override
            void make(Path path) throws IOException, InterruptedException {
                assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                        .isZero();
            }
        },
        LINK_TO_AN_ENDLESS_DEVICE {
            @Override
            void make(Path path) throws IOException {
                Files.createSymbolicLink(path, Path.of("/dev/zero"));
            }
        },
        LINK_TO_ITSELF {
            @Override
            void make(Path path) throws IOException {
                Files.createSymbolicLink(path, path);
            }
        },
        DIRECTORY {
            @Override
            void make(Path path) throws IOException {
                Files.createDirectory(path);
            }
        };

        abstract void make(Path path) throws IOException, InterruptedException;

        void replace(Path path) throws IOException, InterruptedException {
            Files.delete(path);
            make(path);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_file_is_not_read_and_not_followed(NoFile special) throws Exception {
        special.replace(storage("attempts").attempts());
        special.replace(storage("current").current());
        special.replace(storage("marker").marker());
        special.replace(storage("owner").owner());
        List<String> told = told();
        assertThat(told).containsAll(HostileFilesMain.completedFrom(SumStorage.OLDER, 1, "current"));
        assertThat(told).anyMatch(line -> line.matches("marker typed .*storage\\.json.*not a regular file.*"));
        if (special == NoFile.DIRECTORY) { // no file can take its place
            assertThat(told).anyMatch(line -> line.matches("attempts typed .*attempts.*unharmed"));
            assertThat(told).anyMatch(line -> line.matches("owner typed The lease of .* could not be taken .*"));
        } else {
            assertThat(told)
                    .containsAll(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "attempts"))
                    .containsAll(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "owner"));
        }
    }

    /** A report of ours whose first line says what is not so, under a checksum that is right. */
    private void lie(String name, String field, String instead) throws IOException {
        Forgery.change(storage(name).current(), fields -> fields.replaceFirst(field, instead));
    }

    @Test
    void a_header_that_cannot_be_true_is_damage() throws Exception {
        String version = "\"version\":1";
        String length = "\"length\":\\d+";
        lie("generation-behind-the-last", "\"generation\":3", "\"generation\":9223372036854775807");
        lie("generation-negative", "\"generation\":3", "\"generation\":-3");
        lie("kind-unknown", "\"kind\":\"state\"", "\"kind\":\"" + "k".repeat(1_000_000) + "\"");
        lie("length-of-all-longs", length, "\"length\":9223372036854775807");
        lie("length-of-all-ints", length, "\"length\":2147483647");
        lie("length-negative", length, "\"length\":-1");
        lie("lengths-that-overflow", length, "\"length\":-9223372036854775808");
        lie("run-without-end", "\"run\":\"\\w+\"", "\"run\":\"" + "R".repeat(1_000_000) + "\"");
        lie("time-impossible", "\"savedAt\":\"[^\"]+\"", "\"savedAt\":\"" + "9".repeat(1_000_000) + "\"");
        lie("token-negative", "\"token\":1", "\"token\":-9223372036854775808");
        lie("version-of-all-longs", version, "\"version\":9223372036854775807");
        assertThat(told()).isEqualTo(allCompletedFrom(SumStorage.OLDER, 1));
    }

    @Test
    void a_header_that_is_odd_and_true_is_believed() throws Exception {
        StringBuilder positions = new StringBuilder("\"positions\":{\"0\":0");
        for (int i = 1; i < 80_000; i++) {
            positions.append(",\"").append(Integer.toString(i, 36)).append("\":1");
        }
        lie("label-long", "\"instance\":\"\"", "\"instance\":\"" + "l".repeat(1_000_000) + "\"");
        lie("positions-many", "\"positions\":\\{", positions.toString());
        lie("time-at-its-end", "\"savedAt\":\"[^\"]+\"", "\"savedAt\":\"" + Instant.MAX + "\"");
        lie("token-last", "\"token\":1", "\"token\":9223372036854775807");
        assertThat(told()).isEqualTo(allCompletedFrom(SumStorage.NEWEST, 0));
    }

    /** In the order of their names. */
    private List<String> allCompletedFrom(Sum state, int damages) throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .sorted()
                    .flatMap(name -> HostileFilesMain.completedFrom(state, damages, name).stream())
                    .toList();
        }
    }

    @Test
    void a_header_whose_lengths_add_up_to_a_huge_file_takes_no_memory() throws Exception {
        huge("sections-of-ten-gigabytes", (10L << 30) - 1000);
        huge("sections-of-a-gigabyte", 1L << 30);
        newer("newer-format", 1L << 29);
        assertThat(told()).isEqualTo(allCompletedFrom(SumStorage.OLDER, 1));
    }

    /** The file is as long as its header says, and zeros. */
    private void huge(String name, long length) throws IOException {
        Path current = storage(name).current();
        Forgery.change(current, fields -> fields.replaceFirst("(\"body\".*\"length\":)\\d+", "$1" + length));
        byte[] header = firstLine(current);
        int config = 1; // NoConfig is encoded as nothing
        HostileBytes.sparse(current, header, header.length + config + length + 1);
    }

    private void newer(String name, long length) throws IOException {
        Path current = storage(name).current();
        Forgery.change(current, fields -> fields.replace("\"recovery4j\":1", "\"recovery4j\":7"));
        HostileBytes.sparse(current, firstLine(current), length);
    }

    private static byte[] firstLine(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_hundred_thousand_foreign_files_are_left_alone() throws Exception {
        SumStorage full = storage("full");
        Path job = full.current().getParent();
        for (int i = 0; i < 50_000; i++) {
            Files.createFile(full.directory().resolve("foreign " + i + ".tmp.json"));
            Files.createFile(job.resolve("foreign " + i + ".tmp.json.new-1"));
        }
        assertThat(told()).isEqualTo(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "full"));
        assertThat(full.names()).filteredOn(name -> name.startsWith("foreign")).hasSize(50_000);
    }

    /** It is good, and another process can read it: to call it damaged would be to lose it. */
    @Test
    void a_report_that_is_intact_and_too_large_is_refused_with_both_numbers_and_left_alone() throws Exception {
        SumStorage sums = storage("large");
        Checkpoint large = saveLarge(sums);
        List<String> before = sums.names();
        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("large refused: ")
                .containsPattern(
                        sums.current().getFileName() + " is intact and has 29\\d{6} bytes") // and spaces behind them
                .containsPattern("reads at most 1\\d{7};")
                .contains("larger heap");
        assertThat(sums.names()).isEqualTo(before);
        try (FileStorage storage =
                FileStorage.builder(sums.directory()).largestReport(64L << 20).open()) {
            assertThat(storage.checkpoints().load(large.run(), Long.MAX_VALUE).checkpoint())
                    .contains(large);
        }
        try (FileStorage storage =
                FileStorage.builder(sums.directory()).largestReport(1 << 20).open()) {
            assertThatExceptionOfType(CheckpointTooLargeException.class)
                    .isThrownBy(() -> storage.checkpoints().load(large.run(), Long.MAX_VALUE));
        }
    }

    /** Runs are compared by their times and configurations; their states need not be in memory all at once. */
    @Test
    void runs_that_are_large_only_together_do_not_fill_the_memory() throws Exception {
        SumStorage sums = storage("many");
        try (FileStorage storage = withLargeReports(sums)) {
            for (int i = 0; i < 6; i++) {
                OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("sum"));
                storage.checkpoints().save(large(run.run(), run.lease().token(), 14 << 20));
                run.release();
            }
        }
        assertThat(told()).isEqualTo(HostileFilesMain.completedFrom(SumStorage.NEWEST, 0, "many"));
    }

    private static FileStorage withLargeReports(SumStorage sums) {
        return FileStorage.builder(sums.directory()).largestReport(64 << 20).open();
    }

    private static Checkpoint saveLarge(SumStorage sums) {
        try (FileStorage storage = withLargeReports(sums)) {
            RunKey run = storage.checkpoints().runs("sum").get(0);
            Lease lease = StorageFixture.acquire(storage, LeaseKey.of(run));
            Checkpoint large = large(run, lease.token(), 28 << 20);
            storage.checkpoints().save(large);
            lease.release();
            return large;
        }
    }

    private static Checkpoint large(RunKey run, long token, int size) {
        Instant before = OwnedRun.SAVED_AT.minus(Duration.ofHours(1));
        return new Checkpoint(
                run,
                "",
                new Stamp(10, token, before),
                new TextCodec().encode(new NoConfig()),
                new Content.State(OwnedRun.encoded("x".repeat(size)), Map.of()));
    }
}
