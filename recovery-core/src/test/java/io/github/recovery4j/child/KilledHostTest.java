package io.github.recovery4j.child;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.TestCodec;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of children when the JVM that keeps them ends, or is killed. */
@Timeout(240)
class KilledHostTest {

    private static final String GRANDCHILD = "sh -c 'echo $$ >> \"$0\"; while true; do sleep 0.1; done' \"$1\" &";

    /** With its mark, and without: the second drops its environment. */
    private static final List<String> SCRIPTS = List.of(
            GRANDCHILD + " echo $$ >> \"$1\"; while true; do sleep 0.1; done",
            "exec env -i sh -c 'echo $$ >> \"$0\"; while true; do sleep 0.1; done' \"$1\"");

    @TempDir
    Path directory;

    private final List<Process> hosts = new ArrayList<>();

    static final class Host {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Recovery recovery = Recovery.builder()
                    .storage(MemoryStorage::create)
                    .codec(new TestCodec())
                    .open();
            Children children = recovery.children(directory.resolve("children"));
            for (int i = 0; i < SCRIPTS.size(); i++) {
                children.add(ChildDefinition.named("child-" + i, Shell.script(SCRIPTS.get(i), arguments[1]))
                                .build())
                        .start();
            }
            recovery.supervise(children.subjects());
            Files.createFile(Path.of(arguments[1] + ".recorded"));
            new CountDownLatch(1).await();
        }
    }

    @AfterEach
    void killAll() throws Exception {
        for (Process host : hosts) {
            host.destroyForcibly().waitFor();
        }
        Children.open(directory.resolve("children"), Instant::now, System::nanoTime)
                .close();
    }

    private List<Long> started(String name) throws IOException {
        Path pids = directory.resolve(name);
        hosts.add(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Host.class.getName(),
                        directory.toString(),
                        pids.toString())
                .inheritIO()
                .start());
        Path recorded = Path.of(pids + ".recorded");
        Shell.await(() -> Files.exists(recorded) ? Optional.of(true) : Optional.empty());
        return Shell.pids(pids, 3);
    }

    private void end(Process host) throws InterruptedException {
        assertThat(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_a_killed_host_left_is_ended_by_the_next_one_also_what_dropped_its_environment() throws Exception {
        List<Long> left = started("first");
        hosts.get(0).destroyForcibly();
        end(hosts.get(0));
        assertThat(left).allMatch(Shell::runs);
        List<Long> next = started("second");
        Shell.assertGone(left);
        assertThat(next).allMatch(Shell::runs);
    }

    @Test
    void children_end_when_their_host_is_told_to_end() throws Exception {
        List<Long> pids = started("first");
        hosts.get(0).destroy();
        end(hosts.get(0));
        assertThat(hosts.get(0).exitValue()).isEqualTo(143);
        Shell.assertGone(pids);
    }

    @Test
    void what_is_not_a_child_any_more_is_ended_all_the_same() throws Exception {
        List<Long> left = started("first");
        hosts.get(0).destroyForcibly();
        end(hosts.get(0));
        try (Children other = Children.open(directory.resolve("children"), Instant::now, System::nanoTime)) {
            assertThat(other.all()).isEmpty();
            Shell.assertGone(left);
        }
        assertThat(Files.exists(directory.resolve("children/child-0.json"))).isFalse();
    }
}
