package io.github.recovery4j.examples.digest;

import static io.github.recovery4j.examples.digest.DigestHome.SLOWLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.recovery4j.examples.FileChanges;
import io.github.recovery4j.examples.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command is killed or stopped, and the same command goes on. */
@DisabledOnOs(OS.WINDOWS) // signals, names and permissions are those of Unix
class StoppedDigestTest {

    private static final Pattern DONE = Pattern.compile("([0-9,]+) files? done");

    @TempDir
    Path directory;

    @RegisterExtension
    final DigestHome home = new DigestHome(() -> directory);

    @Test
    void killed_a_dozen_times_at_random_moments_it_writes_the_same_manifest() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Tree.small(Tree.nasty(home.tree()), 800, seed);
        int kills = 0;
        List<String> said = new ArrayList<>();
        while (kills < 12) {
            DigestProcess process = home.start("tree", "--pace=25000");
            awaitChanges(process, random.nextInt(16)); // it saves from about the tenth
            assertThat(process.running())
                    .as("seed %d: %s", seed, process.said())
                    .isTrue();
            process.kill();
            kills++;
            said.add(process.said());
        }
        DigestProcess last = home.run("tree");
        said.add(last.said());
        assertThat(last.exitCode()).as("seed %d: %s", seed, said).isZero();
        assertThat(last.plan()).as("seed %d", seed).startsWith("Resume digest from run");
        assertThat(Files.readAllBytes(home.path().resolve("tree.sha256")))
                .as("seed %d: %s", seed, said)
                .isEqualTo(PlainManifest.of(home.tree(), Algorithm.SHA256));
        assertThat(home.parts()).isEmpty();
    }

    @Test
    void ctrl_c_saves_what_is_done_and_says_how_to_go_on() throws Exception {
        assumeThat(Signals.interruptIsIgnored()).isFalse();
        Tree.small(home.tree(), 200, 2);
        DigestProcess process = home.start("tree", SLOWLY);
        home.awaitSaved();
        home.shell("kill -INT " + process.handle().pid());
        assertThat(process.exitCode()).isEqualTo(130);
        assertThat(process.said()).contains("digest: stopped").contains("the same command goes on");
        resumesBehind(done(process.said()));
    }

    /** The progress bar is only shown there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void ctrl_c_on_a_terminal_does_the_same() throws Exception {
        assumeThat(Signals.interruptIsIgnored()).isFalse();
        assumeThat(Path.of("/usr/bin/script")).isExecutable();
        Tree.small(home.tree(), 200, 14);
        Process terminal = new ProcessBuilder(
                        "script",
                        "-qefc",
                        String.join(" ", DigestProcess.command(List.of(), List.of("tree", SLOWLY))),
                        "typed")
                .directory(home.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        home.awaitSaved();
        awaitBar("typed");
        terminal.getOutputStream().write(3);
        terminal.getOutputStream().flush();
        assertThat(terminal.waitFor()).isEqualTo(130);
        String typed = home.manifest("typed");
        assertThat(typed).contains(" of 200 files").contains("digest: stopped");
        resumesBehind(done(typed.substring(typed.indexOf("digest: stopped"))));
    }

    @Test
    void terminated_it_saves_what_is_done_and_says_how_to_go_on() throws Exception {
        Tree.small(home.tree(), 200, 3);
        DigestProcess process = home.start("tree", SLOWLY);
        home.awaitSaved();
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(143);
        assertThat(process.said()).contains("digest: stopped").contains("the same command goes on");
        resumesBehind(done(process.said()));
    }

    private void resumesBehind(int files) throws Exception {
        DigestProcess next = home.run("tree");
        assertThat(next.exitCode()).isZero();
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(done(next.said())).isEqualTo(files).isPositive();
        home.sameAsPlain();
    }

    private static int done(String said) {
        Matcher matcher = DONE.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return Integer.parseInt(matcher.group(1).replace(",", ""));
    }

    /** Waits until it has changed files so many times: a lock, the manifest, a report. */
    private void awaitChanges(DigestProcess process, int count) throws IOException, InterruptedException {
        AtomicInteger changes = new AtomicInteger();
        FileChanges.await(
                home.path(), "change " + count, () -> changes.getAndIncrement() >= count || !process.running());
    }

    /** Waits until the bar is on the terminal. */
    private void awaitBar(String typed) throws IOException, InterruptedException {
        FileChanges.await(
                home.path(), "bar in " + typed, () -> home.manifest(typed).contains(" of 200 files"));
    }

    @Test
    void garbage_behind_what_counts_is_cut_off() throws Exception {
        Tree.small(home.tree(), 100, 7);
        home.killedMidway("tree", SLOWLY);
        Files.writeString(home.part(), "torn", StandardOpenOption.APPEND);
        DigestProcess next = home.run("tree");
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(next.exitCode()).isZero();
        home.sameAsPlain();
    }

    @Test
    void a_part_that_was_cut_short_is_not_trusted() throws Exception {
        Tree.small(home.tree(), 100, 8);
        home.killedMidway("tree", SLOWLY);
        Files.writeString(home.part(), "too short");
        startsOver();
    }

    @Test
    void a_part_that_was_changed_is_not_trusted() throws Exception {
        Tree.small(home.tree(), 100, 9);
        home.killedMidway("tree", SLOWLY);
        byte[] changed = Files.readAllBytes(home.part());
        changed[3] ^= 1;
        Files.write(home.part(), changed);
        startsOver();
    }

    @Test
    void a_part_that_was_deleted_is_made_again() throws Exception {
        Tree.small(home.tree(), 100, 10);
        home.killedMidway("tree", SLOWLY);
        Files.delete(home.part());
        startsOver();
    }

    private void startsOver() throws Exception {
        DigestProcess next = home.run("tree");
        assertThat(next.said())
                .containsPattern("^(Start digest fresh: no saved state of run|Resume digest .*: no file done yet)")
                .contains("the manifest so far is what the checkpoint says failed");
        assertThat(next.exitCode()).isZero();
        home.sameAsPlain();
        assertThat(home.parts()).isEmpty();
    }

    @Test
    void files_that_come_and_go_between_attempts_are_found_by_name() throws Exception {
        Tree.small(home.tree(), 100, 11);
        home.killedMidway("tree", SLOWLY);
        Files.delete(last());
        Files.writeString(home.tree().resolve("zz behind all others"), "new");
        Files.writeString(home.tree().resolve("!before all others"), "new, but the run is past it");
        DigestProcess next = home.run("tree");
        assertThat(next.plan()).startsWith("Resume digest from run");
        assertThat(next.exitCode()).isZero();
        Files.delete(home.tree().resolve("!before all others"));
        home.sameAsPlain();
    }

    private Path last() throws IOException {
        List<FileTree.Entry> all = FileTree.list(home.tree(), path -> false, () -> {});
        return all.get(all.size() - 1).path();
    }
}
