package io.github.recovery4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    @TempDir
    Path directory;

    private Path meminfo;
    private Path group;

    @BeforeEach
    void files() throws IOException {
        meminfo = directory.resolve("meminfo");
        group = Files.createDirectory(directory.resolve("cgroup"));
        Files.writeString(meminfo, """
                MemTotal:        1000 kB
                MemFree:           10 kB
                MemAvailable:     400 kB
                """);
    }

    private void group(String most, long current, long cached) throws IOException {
        Files.writeString(group.resolve("memory.max"), most + "\n");
        Files.writeString(group.resolve("memory.current"), current + "\n");
        Files.writeString(group.resolve("memory.stat"), "anon 1\nfile 2\ninactive_file %d\n".formatted(cached));
    }

    private Usage usage() throws IOException {
        return new Memory(meminfo, group).usage();
    }

    @Test
    void cached_files_of_the_system_are_not_in_use() throws Exception {
        assertThat(usage()).isEqualTo(new Usage("the memory of the system", 600 * 1024, 1000 * 1024));
    }

    @Test
    void a_fuller_control_group_counts_without_what_it_has_cached() throws Exception {
        group("10000", 9000, 1000);
        assertThat(usage()).isEqualTo(new Usage("the memory of the control group", 8000, 10000));
        assertThat(usage().atMost(0.8)).isInstanceOf(Answer.Up.class);
        assertThat(usage().atMost(0.79))
                .hasToString("down: 80 % of the memory of the control group used (8,000 of 10,000 bytes)");
    }

    @Test
    void a_control_group_without_a_limit_or_with_a_higher_one_does_not_count() throws Exception {
        group("max", 9_000_000, 0);
        assertThat(usage().of()).isEqualTo("the memory of the system");
        group("9223372036854771712", 9_000_000, 0);
        assertThat(usage().of()).isEqualTo("the memory of the system");
    }

    @Test
    void what_the_system_does_not_tell_is_not_guessed() throws Exception {
        Files.writeString(meminfo, "MemTotal: 1000 kB\n");
        assertThatThrownBy(this::usage).isInstanceOf(IOException.class).hasMessageContaining("MemAvailable");
    }

    @Test
    void the_heap_has_a_limit() {
        assertThat(Memory.heap().share()).isBetween(0.0, 1.0);
    }
}
