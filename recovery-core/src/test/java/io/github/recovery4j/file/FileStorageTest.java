package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStorageTest {

    @TempDir
    Path directory;

    private FileStorage storage;
    private final RunKey run = Samples.run("sync");

    @BeforeEach
    void open() {
        storage = FileStorage.open(directory);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Path file(String suffix) {
        return directory.resolve("sync").resolve(run.id() + "-a%20label.tmp.json" + suffix);
    }

    private Loaded load() {
        return storage.checkpoints().load(run, Long.MAX_VALUE);
    }

    private Lease saved(long... generations) {
        Lease lease = Samples.own(storage, run);
        for (long generation : generations) {
            storage.checkpoints().save(Samples.state(run, generation, lease.token()));
        }
        return lease;
    }

    private void reopen() {
        storage.close();
        storage = FileStorage.open(directory);
    }

    private void reopen(Retention retention, Instant now) {
        storage.close();
        storage = FileStorage.builder(directory)
                .retention(retention)
                .clock(() -> now)
                .open();
    }

    private List<String> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void rewrite(Path path, byte[] bytes) throws IOException {
        Files.write(path, bytes);
    }

    @Test
    void what_was_saved_is_loaded_after_reopening() {
        saved(1, 2);
        reopen();
        assertThat(load().checkpoint()).contains(Samples.state(run, 2, 1));
        assertThat(load().damages()).isEmpty();
    }

    @Test
    void the_generation_before_can_be_loaded() {
        saved(1, 2);
        assertThat(storage.checkpoints().load(run, 2).checkpoint()).contains(Samples.state(run, 1, 1));
        assertThat(storage.checkpoints().load(run, 1).checkpoint()).isEmpty();
    }

    @Test
    void a_report_is_text_that_people_and_jq_can_read() throws IOException {
        saved(1);
        assertThat(Files.readAllLines(file("")))
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("{\"recovery4j\":1,\"storage\":\"")
                        .contains("\"job\":\"sync\"", "\"savedAt\":\"2026-11-21T09:00:00.123Z\"")
                        .contains("\"positions\":{\"blocks\":10}"))
                .endsWith("{\"network\":\"mainnet\"}", "{\"state\":1}");
    }

    @Test
    void files_and_directories_belong_to_their_owner_alone() throws IOException {
        saved(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(""))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("sync"))))
                .isEqualTo("rwx------");
    }

    @Test
    void as_many_generations_are_kept_as_the_retention_says() throws IOException {
        reopen(Retention.DEFAULT.keeping(4), Samples.NOW);
        saved(1, 2, 3, 4, 5, 6);
        assertThat(names(directory.resolve("sync")).stream().filter(name -> name.contains(".tmp.json")))
                .extracting(name -> name.substring(name.indexOf(".json") + 5))
                .containsExactly("", ".backup", ".backup-3", ".backup-4");
        assertThat(storage.checkpoints().load(run, 4).checkpoint()).contains(Samples.state(run, 3, 1));
    }

    @Test
    void a_generation_that_is_not_newer_is_refused_and_changes_nothing() {
        Lease lease = saved(5);
        assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(run, 5, lease.token())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("generation 5");
        assertThat(load().checkpoint()).contains(Samples.state(run, 5, 1));
    }

    @Test
    void a_damaged_current_gives_the_backup_and_is_reported() throws IOException {
        saved(1, 2);
        rewrite(file(""), "{}".getBytes(StandardCharsets.UTF_8));
        Loaded loaded = load();
        assertThat(loaded.checkpoint()).contains(Samples.state(run, 1, 1));
        assertThat(loaded.damages()).singleElement().satisfies(damage -> {
            assertThat(damage.location()).isEqualTo(file("").toRealPath().toString());
            assertThat(damage.reason()).contains("header");
        });
    }

    @Test
    void a_damaged_current_never_replaces_the_good_backup() throws IOException {
        saved(1, 2).release();
        rewrite(file(""), new byte[0]);
        Lease lease = Samples.own(storage, run);
        storage.checkpoints().save(Samples.state(run, 3, lease.token()));
        assertThat(storage.checkpoints().load(run, 3).checkpoint()).contains(Samples.state(run, 1, 1));
        assertThat(names(directory.resolve("sync"))).anyMatch(name -> name.endsWith(".tmp.json.broken-1"));
    }

    @Test
    void a_quarantined_file_is_kept_and_never_read_again() throws IOException {
        Lease lease = saved(1, 2);
        rewrite(file(""), new byte[7]);
        Damage damage = load().damages().get(0);
        String evidence = storage.checkpoints().quarantine(damage, lease.token());
        assertThat(Path.of(evidence)).hasBinaryContent(new byte[7]);
        assertThat(load().damages()).isEmpty();
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void evidence_does_not_replace_earlier_evidence() throws IOException {
        Lease lease = saved(1);
        for (int i = 1; i <= 3; i++) {
            rewrite(file(""), new byte[i]);
            storage.checkpoints().quarantine(load().damages().get(0), lease.token());
        }
        assertThat(file(".broken-1")).hasBinaryContent(new byte[1]);
        assertThat(file(".broken-3")).hasBinaryContent(new byte[3]);
    }

    @Test
    void a_file_of_a_newer_format_is_refused_with_both_versions_and_left_alone() throws IOException {
        saved(1, 2);
        byte[] newer = SealedLine.seal(Map.of("job", "sync"));
        String line = new String(newer, StandardCharsets.UTF_8).replace("\"recovery4j\":1", "\"recovery4j\":7");
        rewrite(file(""), resealed(line));
        assertThatThrownBy(this::load)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("version 7")
                .hasMessageContaining("version 1");
        assertThat(file("")).exists();
        assertThat(storage.checkpoints().jobs()).containsExactly("sync");
    }

    private static byte[] resealed(String line) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        String zeroed = line.substring(0, line.length() - 11) + "00000000\"}\n";
        crc.update(zeroed.getBytes(StandardCharsets.UTF_8));
        return (line.substring(0, line.length() - 11) + "%08x\"}\n".formatted(crc.getValue()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_file_under_another_runs_name_is_refused() throws IOException {
        saved(1);
        RunKey other = Samples.run("sync");
        Files.copy(file(""), directory.resolve("sync").resolve(other.id() + ".tmp.json"));
        Loaded loaded = storage.checkpoints().load(other, Long.MAX_VALUE);
        assertThat(loaded.checkpoint()).isEmpty();
        assertThat(loaded.damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("belongs to run " + run));
    }

    @Test
    void a_file_of_another_storage_is_refused(@TempDir Path elsewhere) throws IOException {
        saved(1);
        try (FileStorage other = FileStorage.open(elsewhere)) {
            Files.createDirectory(elsewhere.resolve("sync"));
            Files.copy(file(""), elsewhere.resolve("sync").resolve(file("").getFileName()));
            assertThat(other.checkpoints().load(run, Long.MAX_VALUE).damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.reason()).contains("belongs to storage"));
        }
    }

    @Test
    void a_lost_marker_is_restored_from_the_reports() throws IOException {
        saved(1);
        Files.delete(directory.resolve("storage.json"));
        reopen();
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void a_damaged_marker_is_restored_from_the_reports() throws IOException {
        saved(1);
        rewrite(directory.resolve("storage.json"), new byte[40]);
        reopen();
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void a_planted_link_is_neither_followed_nor_overwritten(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
        Lease lease = saved(1);
        Files.delete(file(""));
        Files.createSymbolicLink(file(""), secret);
        Files.createSymbolicLink(file(".new-" + lease.token()), secret);
        assertThat(load().damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("not a regular file"));
        reopen();
        Lease again = Samples.own(storage, run);
        Files.createSymbolicLink(file(".new-" + again.token()), secret);
        storage.checkpoints().save(Samples.state(run, 2, again.token()));
        assertThat(secret).hasContent("secret");
        assertThat(load().checkpoint()).contains(Samples.state(run, 2, again.token()));
        assertThat(file("")).isRegularFile();
    }

    @Test
    void a_link_in_the_place_of_a_jobs_directory_is_refused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(directory.resolve("sync"), elsewhere);
        assertThatThrownBy(() -> Samples.own(storage, run)).hasMessageContaining("link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_link_in_the_place_of_the_lock_file_is_refused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(elsewhere.resolve("storage.lock"), elsewhere.resolve("target"));
        assertThatThrownBy(() -> FileStorage.open(elsewhere))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("storage.lock");
        assertThat(elsewhere.resolve("target")).doesNotExist();
    }

    @Test
    void a_huge_sparse_file_is_refused_before_it_takes_memory() throws IOException {
        saved(1, 2);
        try (RandomAccessFile sparse = new RandomAccessFile(file("").toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
        assertThat(load().damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("10737418240"));
    }

    @Test
    void a_header_without_an_end_is_refused() throws IOException {
        saved(1, 2);
        rewrite(file(""), "x".repeat(5 << 20).getBytes(StandardCharsets.UTF_8));
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void a_state_above_the_limit_is_refused_and_what_was_saved_stays() {
        storage.close();
        storage = FileStorage.builder(directory).largestReport(600).open();
        Lease lease = saved(1);
        Checkpoint large = new Checkpoint(
                run,
                "a label",
                new Stamp(2, lease.token(), Samples.NOW),
                Samples.CONFIG,
                new Content.State(Samples.text("x".repeat(1000)), Map.of()));
        assertThatThrownBy(() -> storage.checkpoints().save(large))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("limit is 600");
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "..",
                ".",
                "../../x",
                "a/b",
                "a*b[c]?",
                " spaces around ",
                "storage.json",
                "job.tmp.json",
                "x.backup",
                "über-größe",
                "日本語",
                "\uD83D\uDE80",
                "\uD800 lone",
                "\u0000nul",
                "con",
                "a%2Fb"
            })
    void any_text_is_a_job_name_and_stays_inside_the_directory(String job) throws IOException {
        RunKey odd = Samples.run(job);
        Lease lease = Samples.own(storage, odd);
        Checkpoint checkpoint = new Checkpoint(
                odd, job, new Stamp(1, lease.token(), Samples.NOW), Samples.CONFIG, new Content.Admission());
        storage.checkpoints().save(checkpoint);
        reopen();
        assertThat(storage.checkpoints().jobs()).containsExactly(job);
        assertThat(storage.checkpoints().runs(job)).containsExactly(odd);
        assertThat(storage.checkpoints().load(odd, Long.MAX_VALUE).checkpoint()).contains(checkpoint);
        assertThat(names(directory)).hasSize(3).contains("storage.json", "storage.lock");
    }

    @Test
    void long_names_that_begin_alike_are_kept_apart() {
        String stem = "x".repeat(300);
        for (String job : List.of(stem + "a", stem + "b", stem)) {
            RunKey odd = Samples.run(job);
            storage.checkpoints()
                    .save(Samples.state(odd, 1, Samples.own(storage, odd).token()));
            assertThat(storage.checkpoints().runs(job)).containsExactly(odd);
        }
        assertThat(storage.checkpoints().jobs()).containsExactlyInAnyOrder(stem + "a", stem + "b", stem);
    }

    @Test
    void names_that_share_a_prefix_are_different_jobs() {
        for (String job : List.of("web", "web2", "web-", "a_b", "a")) {
            saveOneOf(job);
        }
        assertThat(storage.checkpoints().runs("web")).hasSize(1);
        assertThat(storage.checkpoints().runs("a")).hasSize(1);
        assertThat(storage.checkpoints().runs("we")).isEmpty();
    }

    private void saveOneOf(String job) {
        RunKey one = Samples.run(job);
        storage.checkpoints()
                .save(Samples.state(one, 1, Samples.own(storage, one).token()));
    }

    @Test
    void saving_on_an_interrupted_thread_saves_and_keeps_the_interrupt() {
        Lease lease = saved(1);
        Thread.currentThread().interrupt();
        try {
            storage.checkpoints().save(Samples.state(run, 2, lease.token()));
            assertThat(load().checkpoint()).contains(Samples.state(run, 2, 1));
            lease.release();
            Lease again = Samples.own(storage, run);
            storage.checkpoints().record(run, new Attempts(2, 1, false), again.token());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(storage.checkpoints().attempts(run)).isEqualTo(new Attempts(2, 1, false));
    }

    @Test
    void a_released_owner_can_no_longer_write() {
        Lease lease = saved(1);
        lease.release();
        assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(run, 2, lease.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("released");
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void an_owner_whose_lock_was_dropped_by_foreign_code_is_fenced_by_the_next_one() throws Exception {
        Lease first = saved(1);
        try (RandomAccessFile foreign =
                new RandomAccessFile(directory.resolve("storage.lock").toFile(), "rw")) {
            assertThat(foreign.length()).isZero();
        } // POSIX has now dropped every lock this process holds on the file
        OwnerFile before = OwnerFile.read(new Volume(Disk.local(), directory), LeaseKey.of(run))
                .orElseThrow();
        Volume volume = new Volume(Disk.local(), directory);
        OwnerFile other = new OwnerFile(
                before.key(),
                new io.github.recovery4j.lease.Holder(new Owner("elsewhere", 1, Instant.EPOCH), 2, Samples.NOW),
                false);
        volume.replace(volume.owner(LeaseKey.of(run)), other.bytes()); // what another process would do
        assertThat(first.renew()).isFalse();
        assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(run, 2, first.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("process 1 on elsewhere");
        assertThat(load().checkpoint()).contains(Samples.state(run, 1, 1));
    }

    @Test
    void a_run_has_one_owner_in_one_process_too() {
        Lease lease = saved(1);
        Claim second = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(1));
        assertThat(second).isInstanceOfSatisfying(Claim.Held.class, held -> assertThat(held.holder())
                .hasValueSatisfying(holder -> {
                    assertThat(holder.owner()).isEqualTo(Owner.thisProcess());
                    assertThat(holder.token()).isEqualTo(lease.token());
                }));
        try (FileStorage again = FileStorage.open(directory)) {
            assertThat(again.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(1)))
                    .isInstanceOf(Claim.Held.class);
        }
        storage.checkpoints().save(Samples.state(run, 2, lease.token()));
    }

    @Test
    void tokens_only_grow() throws IOException {
        long last = 0;
        for (int i = 0; i < 5; i++) {
            Lease lease = Samples.own(storage, run);
            assertThat(lease.token()).isGreaterThan(last);
            last = lease.token();
            lease.release();
            if (i == 2) {
                rewrite(directory.resolve("sync").resolve(run.id() + ".owner"), new byte[3]);
            }
        }
    }

    @Test
    void a_holder_is_told_without_taking_part() {
        Lease lease = saved(1);
        assertThat(storage.leases().holder(LeaseKey.of(run))).isPresent();
        lease.release();
        assertThat(storage.leases().holder(LeaseKey.of(run))).isEmpty();
    }

    @Test
    void removing_a_run_leaves_nothing_and_fences_its_owner() throws IOException {
        Lease lease = saved(1, 2, 3);
        storage.checkpoints().record(run, new Attempts(3, 1, false), lease.token());
        storage.checkpoints().remove(run, lease.token());
        assertThat(directory.resolve("sync")).isEmptyDirectory();
        assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(run, 4, lease.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("removed");
        lease.release();
        assertThat(directory.resolve("sync")).isEmptyDirectory();
    }

    @Test
    void opening_removes_an_old_unfinished_run_and_keeps_a_younger_one() {
        saved(1).release();
        reopen(Retention.DEFAULT, Samples.NOW.plus(Duration.ofDays(7)));
        assertThat(load().checkpoint()).isPresent();
        reopen(Retention.DEFAULT, Samples.NOW.plus(Duration.ofDays(7)).plusMillis(1));
        assertThat(load().checkpoint()).isEmpty();
        assertThat(directory.resolve("sync")).isEmptyDirectory();
    }

    @Test
    void opening_never_touches_a_run_that_is_being_worked_on() throws IOException {
        Lease lease = saved(1);
        Path saving = Files.createFile(file(".new-" + lease.token()));
        try (FileStorage other = FileStorage.builder(directory)
                .clock(() -> Samples.NOW.plus(Duration.ofDays(100)))
                .open()) {
            assertThat(other.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .isPresent();
        }
        assertThat(saving).exists();
    }

    @Test
    void opening_removes_saves_that_never_committed_and_leaves_foreign_files() throws IOException {
        saved(1).release();
        Path leftover = Files.createFile(file(".new-1"));
        Path foreign = Files.createFile(directory.resolve("sync").resolve("notes.txt"));
        Path lookalike = Files.createFile(directory.resolve("sync").resolve("x.tmp.json.new-1"));
        Files.createFile(directory.resolve("README"));
        reopen();
        assertThat(leftover).doesNotExist();
        assertThat(foreign).exists();
        assertThat(lookalike).exists();
        assertThat(load().checkpoint()).isPresent();
    }

    @Test
    void opening_trims_older_generations_to_the_limit_of_bytes_but_never_the_newest() throws IOException {
        reopen(new Retention(10, Duration.ofDays(7), Long.MAX_VALUE), Samples.NOW);
        saved(1, 2, 3, 4, 5, 6).release();
        reopen(new Retention(10, Duration.ofDays(7), 1), Samples.NOW);
        assertThat(names(directory.resolve("sync")).stream().filter(name -> name.contains(".tmp.json")))
                .hasSize(2);
        assertThat(load().checkpoint()).contains(Samples.state(run, 6, 1));
    }

    @Test
    void a_result_is_removed_when_it_was_kept_long_enough() {
        Lease lease = saved(1);
        storage.checkpoints()
                .save(new Checkpoint(
                        run,
                        "a label",
                        new Stamp(2, lease.token(), Samples.NOW),
                        Samples.CONFIG,
                        new Content.Result(Samples.text("42"), Samples.NOW.plusSeconds(60))));
        lease.release();
        reopen(Retention.DEFAULT, Samples.NOW.plusSeconds(59));
        assertThat(load().checkpoint()).isPresent();
        reopen(Retention.DEFAULT, Samples.NOW.plusSeconds(60));
        assertThat(load().checkpoint()).isEmpty();
    }

    @Test
    void a_directory_that_is_a_file_is_refused_with_its_name(@TempDir Path elsewhere) throws IOException {
        Path file = Files.createFile(elsewhere.resolve("file"));
        assertThatThrownBy(() -> FileStorage.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void a_missing_directory_is_created_with_its_parents(@TempDir Path elsewhere) {
        Path deep = elsewhere.resolve("a/b/c");
        FileStorage.open(deep).close();
        assertThat(deep.resolve("storage.json")).isRegularFile();
    }

    @Test
    void closing_frees_the_leases_and_twice_is_once() {
        saved(1);
        storage.close();
        storage.close();
        try (FileStorage next = FileStorage.open(directory)) {
            assertThat(Samples.own(next, run).token()).isEqualTo(2);
        }
    }

    @Test
    void locks_of_different_runs_do_not_meet() throws IOException {
        try (Disk.Locks locks =
                        Disk.local().locks(directory.resolve("storage.lock").toRealPath());
                Disk.Lock one = locks.tryLock(17).orElseThrow();
                Disk.Lock two = locks.tryLock(18).orElseThrow()) {
            assertThat(one.isValid()).isTrue();
            assertThat(two.isValid()).isTrue();
            assertThat(locks.tryLock(17)).isEmpty();
        }
    }
}
