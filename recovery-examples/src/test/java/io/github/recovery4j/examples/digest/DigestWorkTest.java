package io.github.recovery4j.examples.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the last file and the end, which no kill hits reliably. */
class DigestWorkTest {

    private final Recovery recovery = Recovery.builder()
            .storage(MemoryStorage::create)
            .shutdownOn(ShutdownTrigger.none())
            .open();

    @TempDir
    Path home;

    private Path tree;
    private Path output;
    private DigestConfig config;
    private byte[] expected;

    @BeforeEach
    void makeTree() throws IOException {
        home = home.toRealPath();
        tree = Tree.small(Files.createDirectory(home.resolve("tree")), 30, 1);
        output = home.resolve("manifest");
        config = new DigestConfig(tree.toString(), Algorithm.SHA256, output.toString());
        expected = PlainManifest.of(tree, Algorithm.SHA256);
    }

    @AfterEach
    void close() {
        recovery.close();
    }

    private RunOutcome<DigestState> run() {
        DigestWork work = new DigestWork(config::isManifest, Duration.ZERO, new Display.Quiet(System.err));
        return recovery.run(DigestJob.of(work), config);
    }

    /** Leaves a complete part that could not be renamed, and no file to digest again. */
    private Path completePart() throws IOException {
        Path obstacle = Files.createDirectories(output.resolve("obstacle"));
        RunOutcome<DigestState> outcome = run();
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        Files.delete(obstacle);
        Files.delete(output);
        delete(tree);
        return config.part(outcome.details().run().orElseThrow().id());
    }

    @Test
    void a_crash_before_the_rename_leaves_only_the_rename_to_do() throws IOException {
        Path part = completePart();
        assertThat(run()).isInstanceOf(RunOutcome.Completed.class);
        assertThat(output).hasBinaryContent(expected);
        assertThat(part).doesNotExist();
    }

    @Test
    void a_crash_after_the_rename_leaves_nothing_to_do() throws IOException {
        Files.move(completePart(), output);
        RunOutcome<DigestState> outcome = run();
        assertThat(outcome.details().plan()).isInstanceOf(RecoveryPlan.Resume.class);
        assertThat(outcome.orElseThrow().files()).isEqualTo(30);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void a_manifest_that_was_lost_after_the_rename_is_made_again() throws IOException {
        Files.delete(completePart());
        Tree.small(Files.createDirectory(tree), 30, 1);
        RunOutcome<DigestState> outcome = run();
        assertThat(outcome.details().plan().describe())
                .contains("the manifest so far is what the checkpoint says failed");
        assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void an_interrupt_stops_it_with_everything_saved() throws IOException {
        Thread.currentThread().interrupt();
        RunOutcome<DigestState> outcome = run();
        boolean kept = Thread.interrupted();
        assertThat(kept || outcome instanceof RunOutcome.Completed).isTrue();
        assertThat(run()).isInstanceOf(RunOutcome.Completed.class);
        assertThat(output).hasBinaryContent(expected);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
