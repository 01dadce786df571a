package io.github.recovery4j.examples.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command as a user has it: in processes of its own, on real files. */
@DisabledOnOs(OS.WINDOWS) // signals, names and permissions are those of Unix
class DigestTest {

    private static final String SLOWLY = "--pace=10000";
    private static final Pattern DONE = Pattern.compile("([0-9,]+) files? done");

    @TempDir
    Path home;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        home = home.toRealPath();
        tree = Files.createDirectory(home.resolve("tree"));
    }

    @Test
    void an_uninterrupted_manifest_is_what_coreutils_writes() throws Exception {
        assumeThat(Checker.exists(Algorithm.SHA256)).isTrue();
        Tree.nasty(tree);
        assertThat(run("tree").exitCode()).isZero();
        String coreutils = shell(
                "cd tree && find . -type f ! -path ./- -print0 | cut -z -c3- | LC_ALL=C sort -z | xargs -0 sha256sum --");
        String standardInputAvoided = "aaa9402664f1a41f40ebbc52c9993eb66aeb366602958fdfaa283b71e64db123  ./-\n";
        assertThat(manifest("tree.sha256").replace(standardInputAvoided, "")).isEqualTo(coreutils);
        assertThat(manifest("tree.sha256")).contains(standardInputAvoided);
    }

    @ParameterizedTest
    @EnumSource(names = {"MD5", "SHA1", "SHA512"})
    void the_checker_of_another_algorithm_accepts_the_manifest(Algorithm algorithm) throws Exception {
        assumeThat(Checker.exists(algorithm)).isTrue();
        Tree.nasty(tree);
        assertThat(run("tree", "-a", algorithm.toString()).exitCode()).isZero();
        Path manifest = home.resolve("tree." + algorithm.extension());
        assertThat(Checker.check(tree, algorithm, manifest)).isEmpty();
        assertThat(Files.readAllBytes(manifest)).isEqualTo(PlainManifest.of(tree, algorithm));
    }

    @Test
    void nothing_is_left_but_the_manifest() throws Exception {
        Tree.small(tree, 20, 1);
        assertThat(run("tree").exitCode()).isZero();
        assertThat(parts()).isEmpty();
        assertThat(FileChanges.files(home.resolve(".recovery"))).noneMatch(name -> name.contains(".tmp.json"));
    }

    @Test
    void killed_a_dozen_times_at_random_moments_it_writes_the_same_manifest() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Tree.small(Tree.nasty(tree), 800, seed);
        int kills = 0;
        List<String> said = new ArrayList<>();
        while (kills < 12) {
            DigestProcess process = start("tree", "--pace=25000");
            awaitChanges(process, random.nextInt(16)); // it saves from about the tenth
            assertThat(process.running())
                    .as("seed %d: %s", seed, process.said())
                    .isTrue();
            process.kill();
            kills++;
            said.add(process.said());
        }
        DigestProcess last = run("tree");
        said.add(last.said());
        assertThat(last.exitCode()).as("seed %d: %s", seed, said).isZero();
        assertThat(last.plan()).as("seed %d", seed).startsWith("Resume digest from run");
        assertThat(Files.readAllBytes(home.resolve("tree.sha256")))
                .as("seed %d: %s", seed, said)
                .isEqualTo(PlainManifest.of(tree, Algorithm.SHA256));
        assertThat(parts()).isEmpty();
    }

    @Test
    void ctrl_c_saves_what_is_done_and_says_how_to_go_on() throws Exception {
        assumeThat(interruptIsIgnored()).isFalse();
        Tree.small(tree, 200, 2);
        DigestProcess process = start("tree", SLOWLY);
        awaitSaved();
        shell("kill -INT " + process.handle().pid());
        assertThat(process.exitCode()).isEqualTo(130);
        assertThat(process.said()).contains("digest: stopped").contains("the same command goes on");
        resumesBehind(done(process.said()));
    }

    /** The progress bar is only shown there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void ctrl_c_on_a_terminal_does_the_same() throws Exception {
        assumeThat(interruptIsIgnored()).isFalse();
        assumeThat(Path.of("/usr/bin/script")).isExecutable();
        Tree.small(tree, 200, 14);
        Process terminal = new ProcessBuilder(
                        "script",
                        "-qefc",
                        String.join(" ", DigestProcess.command(List.of(), List.of("tree", SLOWLY))),
                        "typed")
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitSaved();
        awaitBar("typed");
        terminal.getOutputStream().write(3);
        terminal.getOutputStream().flush();
        assertThat(terminal.waitFor()).isEqualTo(130);
        String typed = manifest("typed");
        assertThat(typed).contains(" of 200 files").contains("digest: stopped");
        resumesBehind(done(typed.substring(typed.indexOf("digest: stopped"))));
    }

    @Test
    void terminated_it_saves_what_is_done_and_says_how_to_go_on() throws Exception {
        Tree.small(tree, 200, 3);
        DigestProcess process = start("tree", SLOWLY);
        awaitSaved();
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(143);
        assertThat(process.said()).contains("digest: stopped").contains("the same command goes on");
        resumesBehind(done(process.said()));
    }

    private void resumesBehind(int files) throws Exception {
        DigestProcess next = run("tree");
        assertThat(next.exitCode()).isZero();
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(done(next.said())).isEqualTo(files).isPositive();
        sameAsPlain();
    }

    @Test
    void another_algorithm_starts_fresh_says_why_and_leaves_the_first_run_alone() throws Exception {
        Tree.small(tree, 150, 4);
        killedMidway("tree", SLOWLY, "-o", "manifest");
        DigestProcess other = run("tree", "-a", "sha512", "-o", "manifest");
        assertThat(other.exitCode()).isZero();
        assertThat(other.said())
                .startsWith("Start digest fresh: no earlier run has this configuration")
                .contains("was passed over, its configuration differs in algorithm: saved 'SHA-256', wanted 'SHA-512'");
        assertThat(Files.readAllBytes(home.resolve("manifest"))).isEqualTo(PlainManifest.of(tree, Algorithm.SHA512));

        DigestProcess first = run("tree", "-o", "manifest");
        assertThat(first.plan()).startsWith("Resume digest from run");
        assertThat(first.exitCode()).isZero();
        assertThat(Files.readAllBytes(home.resolve("manifest"))).isEqualTo(PlainManifest.of(tree, Algorithm.SHA256));
    }

    @Test
    void a_second_process_is_refused_and_told_who_is_working() throws Exception {
        Tree.small(tree, 200, 5);
        DigestProcess first = start("tree", SLOWLY);
        awaitSaved();
        DigestProcess second = run("tree");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.said())
                .contains("is being worked on by process " + first.handle().pid());
        first.kill();
    }

    @Test
    void manifest_parts_and_state_are_left_out_when_they_lie_in_the_tree() throws Exception {
        Tree.small(tree, 100, 6);
        byte[] expected = PlainManifest.of(tree, Algorithm.SHA256);
        killedMidway("tree", SLOWLY, "-o", "tree/manifest", "--state", "tree/.recovery");
        DigestProcess last = run("tree", "-o", "tree/manifest", "--state", "tree/.recovery");
        assertThat(last.exitCode()).isZero();
        assertThat(Files.readAllBytes(tree.resolve("manifest"))).isEqualTo(expected);
        assertThat(run("tree", "-o", "tree/manifest", "--state", "tree/.recovery")
                        .exitCode())
                .isZero();
        assertThat(Files.readAllBytes(tree.resolve("manifest"))).isEqualTo(expected);
    }

    @Test
    void garbage_behind_what_counts_is_cut_off() throws Exception {
        Tree.small(tree, 100, 7);
        killedMidway("tree", SLOWLY);
        Files.writeString(part(), "torn", StandardOpenOption.APPEND);
        DigestProcess next = run("tree");
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(next.exitCode()).isZero();
        sameAsPlain();
    }

    @Test
    void a_part_that_was_cut_short_is_not_trusted() throws Exception {
        Tree.small(tree, 100, 8);
        killedMidway("tree", SLOWLY);
        Files.writeString(part(), "too short");
        startsOver();
    }

    @Test
    void a_part_that_was_changed_is_not_trusted() throws Exception {
        Tree.small(tree, 100, 9);
        killedMidway("tree", SLOWLY);
        byte[] changed = Files.readAllBytes(part());
        changed[3] ^= 1;
        Files.write(part(), changed);
        startsOver();
    }

    @Test
    void a_part_that_was_deleted_is_made_again() throws Exception {
        Tree.small(tree, 100, 10);
        killedMidway("tree", SLOWLY);
        Files.delete(part());
        startsOver();
    }

    private void startsOver() throws Exception {
        DigestProcess next = run("tree");
        assertThat(next.said())
                .containsPattern("^(Start digest fresh: no saved state of run|Resume digest .*: no file done yet)")
                .contains("the manifest so far is what the checkpoint says failed");
        assertThat(next.exitCode()).isZero();
        sameAsPlain();
        assertThat(parts()).isEmpty();
    }

    @Test
    void files_that_come_and_go_between_attempts_are_found_by_name() throws Exception {
        Tree.small(tree, 100, 11);
        killedMidway("tree", SLOWLY);
        Files.delete(last());
        Files.writeString(tree.resolve("zz behind all others"), "new");
        Files.writeString(tree.resolve("!before all others"), "new, but the run is past it");
        DigestProcess next = run("tree");
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(next.exitCode()).isZero();
        Files.delete(tree.resolve("!before all others"));
        sameAsPlain();
    }

    @Test
    void what_cannot_be_read_is_reported_and_the_rest_is_done() throws Exception {
        Tree.small(tree, 60, 12);
        Path file = Files.writeString(tree.resolve("secret"), "secret");
        Path directory = Files.createDirectory(tree.resolve("locked"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
        killedMidway("tree", SLOWLY);
        DigestProcess next = run("tree");
        assertThat(next.exitCode()).isEqualTo(1);
        assertThat(next.said())
                .contains("digest: 2 could not be read")
                .contains("  secret: Permission denied")
                .contains("  locked: Permission denied");
        Files.delete(file);
        Files.delete(directory);
        sameAsPlain();
    }

    @Test
    void quiet_it_says_nothing() throws Exception {
        Tree.small(tree, 10, 13);
        DigestProcess process = run("tree", "--quiet");
        assertThat(process.exitCode()).isZero();
        assertThat(process.said()).isEmpty();
    }

    @Test
    void a_wrong_command_line_is_explained_and_changes_nothing() throws Exception {
        DigestProcess missing = run("nowhere");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.said()).startsWith("digest: nowhere is not a directory");
        DigestProcess unknown = run("tree", "-a", "CRC32");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.said()).contains("'CRC32' is none of [MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512]");
        DigestProcess unwritable = run("tree", "-o", "no/such/directory/manifest");
        assertThat(unwritable.exitCode()).isEqualTo(2);
        assertThat(unwritable.said()).startsWith("digest: no/such/directory/manifest cannot be written");
        DigestProcess inside = run("tree", "--state", ".");
        assertThat(inside.exitCode()).isEqualTo(2);
        assertThat(inside.said()).contains("lies in the state directory");
        assertThat(home.resolve(".recovery")).doesNotExist();
    }

    private DigestProcess start(String... arguments) throws IOException {
        Path logs = Files.createDirectories(home.resolve("logs"));
        return DigestProcess.start(
                home, logs, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Arrays.asList(arguments));
    }

    /** Runs it to its end. */
    private DigestProcess run(String... arguments) throws IOException, InterruptedException {
        DigestProcess process = start(arguments);
        process.exitCode();
        return process;
    }

    /** Kills it when it has saved something and is not done. */
    private void killedMidway(String... arguments) throws IOException, InterruptedException {
        DigestProcess process = start(arguments);
        awaitSaved();
        process.kill();
        assertThat(parts()).as(process.said()).hasSize(1);
    }

    /** Waits until it has changed files so many times: a lock, the manifest, a report. */
    private void awaitChanges(DigestProcess process, int count) throws IOException, InterruptedException {
        AtomicInteger changes = new AtomicInteger();
        FileChanges.await(home, "change " + count, () -> changes.getAndIncrement() >= count || !process.running());
    }

    /** Waits until there are two generations, so that there is one with files. */
    private void awaitSaved() throws IOException, InterruptedException {
        FileChanges.await(home, "second generation", () -> FileChanges.files(home).stream()
                .anyMatch(name -> name.endsWith(".tmp.json.backup")));
    }

    /** Waits until the bar is on the terminal. */
    private void awaitBar(String typed) throws IOException, InterruptedException {
        FileChanges.await(home, "bar in " + typed, () -> manifest(typed).contains(" of 200 files"));
    }

    private Path part() throws IOException {
        return home.resolve(parts().get(0));
    }

    private List<String> parts() throws IOException {
        return FileChanges.files(home).stream()
                .filter(name -> name.endsWith(".part"))
                .toList();
    }

    private Path last() throws IOException {
        List<FileTree.Entry> all = FileTree.list(tree, path -> false, () -> {});
        return all.get(all.size() - 1).path();
    }

    private static int done(String said) {
        Matcher matcher = DONE.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return Integer.parseInt(matcher.group(1).replace(",", ""));
    }

    private void sameAsPlain() throws IOException {
        assertThat(Files.readAllBytes(home.resolve("tree.sha256"))).isEqualTo(PlainManifest.of(tree, Algorithm.SHA256));
    }

    /** The manifest as text with one character for every byte. */
    private String manifest(String name) throws IOException {
        return new String(Files.readAllBytes(home.resolve(name)), StandardCharsets.ISO_8859_1);
    }

    private String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** A shell's background job is born with SIGINT ignored, and so are its children; Java leaves it at that. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
    }
}
