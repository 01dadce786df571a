package io.github.recovery4j.examples.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path home;

    @Test
    void it_tells_of_every_kill_and_of_the_same_manifest_at_the_end() throws Exception {
        Path tree = Tree.small(Files.createDirectory(home.resolve("tree")), 300, SEED);
        List<String> told = new ArrayList<>();
        try (Demo demo = new Demo(DemoFolder.of(tree), home.toRealPath(), new Random(SEED), told::add)) {
            demo.show(3, Duration.ofSeconds(3));
        }
        assertThat(told)
                .as("seed %d", SEED)
                .anyMatch(line -> line.startsWith("attempt 1  Start digest fresh: "))
                .anyMatch(line -> line.startsWith("attempt 2  Resume digest from run "))
                .anyMatch(line -> line.startsWith("manifest   300 lines, byte for byte"))
                .last()
                .asString()
                .startsWith("in all     3 kills");
    }

    @Test
    void a_folder_that_changes_meanwhile_is_a_deviation() throws Exception {
        Path tree = Tree.small(Files.createDirectory(home.resolve("tree")), 40, SEED);
        try (Demo demo =
                new Demo(DemoFolder.of(tree), home.toRealPath(), new Random(SEED), line -> change(tree, line))) {
            assertThatThrownBy(() -> demo.show(1, Duration.ofSeconds(1)))
                    .isInstanceOf(Demo.Deviation.class)
                    .hasMessage("the folder was changed while the demo ran; run it again");
        }
    }

    private static void change(Path tree, String line) {
        if (line.startsWith("compare")) {
            assertThat(tree.resolve("zz").toFile().mkdir()).isTrue();
            org.assertj.core.util.Files.newFile(tree.resolve("zz/new").toString());
        }
    }

    @Test
    void without_a_folder_it_takes_the_repository_if_that_is_large_enough_and_else_the_jdk() throws Exception {
        Path repository = Tree.small(Files.createDirectory(home.resolve("repository")), 10, SEED);
        assertThat(DemoFolder.choose(Optional.empty(), Optional.of(repository.toString()))
                        .root())
                .isEqualTo(Path.of(System.getProperty("java.home")).toRealPath());
        assertThat(DemoFolder.choose(Optional.of(repository.toString()), Optional.empty())
                        .files())
                .isEqualTo(10);
    }
}
