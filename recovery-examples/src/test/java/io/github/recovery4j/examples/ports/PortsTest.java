package io.github.recovery4j.examples.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import io.github.recovery4j.warm.Freshness;
import io.github.recovery4j.warm.Outside;
import io.github.recovery4j.warm.Start;
import io.github.recovery4j.warm.SyncEnding;
import io.github.recovery4j.warm.SyncLimit;
import io.github.recovery4j.warm.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real links, in a network namespace of their own. */
class PortsTest {

    private static final SyncLimit NEVER = SyncLimit.none();

    @TempDir
    Path directory;

    private final List<String> writes = new CopyOnWriteArrayList<>();
    private Duration later = Duration.ZERO;
    private Namespace namespace;
    private Recovery recovery;
    private PortMirror mirror;

    @BeforeEach
    void begin() throws Exception {
        namespace = Namespace.open();
        namespace.ip("link", "add", "x0", "type", "veth", "peer", "name", "x1");
        start(NEVER);
        mirror.dump();
        mirror.ports().complete();
        assertThat(writes).containsExactlyInAnyOrder("lo", "v0", "v1", "x0", "x1");
        writes.clear();
    }

    @AfterEach
    void end() {
        if (mirror != null) {
            stop();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    private void start(SyncLimit limit) throws Exception {
        InstantSource clock = () -> InstantSource.system().instant().plus(later);
        recovery = Recovery.builder()
                .directory(directory.resolve("state"))
                .time(clock, Ticker.system(), Waiter.system())
                .shutdownOn(ShutdownTrigger.none())
                .open();
        mirror = new PortMirror(recovery, namespace.links(), noting(new PortStore(store())), limit);
    }

    private Outside<String, Port> noting(Outside<String, Port> store) {
        return new Outside<>() {
            @Override
            public void write(String name, Port port) throws Exception {
                writes.add(name);
                store.write(name, port);
            }

            @Override
            public void delete(String name) throws Exception {
                writes.add("-" + name);
                store.delete(name);
            }
        };
    }

    private void stop() {
        mirror.close();
        recovery.close();
    }

    private Path store() {
        return directory.resolve("store");
    }

    private String stored(String name) throws IOException {
        return Files.readString(store().resolve(name + ".json"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void a_restart_without_a_change_writes_nothing() throws Exception {
        stop();
        start(NEVER);
        mirror.dump();
        assertThat(mirror.ports().complete().same()).isEqualTo(5);
        assertThat(writes).isEmpty();
    }

    @Test
    void what_was_changed_or_removed_while_it_was_down_is_written_or_deleted_after_the_dump() throws Exception {
        stop();
        namespace.ip("link", "set", "v0", "mtu", "1400");
        namespace.ip("link", "del", "x0");
        namespace.ip("link", "add", "y0", "type", "veth", "peer", "name", "y1");
        start(NEVER);
        mirror.dump();
        assertThat(writes).as("nothing before the end is told").isEmpty();
        mirror.ports().complete();
        assertThat(writes).containsExactlyInAnyOrder("v0", "y0", "y1", "-x0", "-x1");
        assertThat(stored("v0")).contains("\"mtu\":1400");
        assertThat(store().resolve("x0.json")).doesNotExist();
    }

    @Test
    void what_changes_while_it_runs_is_written_as_it_comes() throws Exception {
        Thread follower = new Thread(() -> {
            try {
                mirror.follow();
            } catch (IOException | InterruptedException e) {
                writes.add(e.toString());
            }
        });
        follower.start();
        namespace.ip("link", "set", "v0", "up");
        await(() -> stored("v0").contains("\"up\":true"));
        namespace.ip("link", "set", "v1", "name", "w1");
        await(() -> Files.exists(store().resolve("w1.json")) && Files.notExists(store().resolve("v1.json")));
        namespace.ip("link", "del", "x1");
        await(() -> Files.notExists(store().resolve("x0.json")) && Files.notExists(store().resolve("x1.json")));
        mirror.close();
        follower.join();
        assertThat(writes).doesNotContain("-v0").contains("-v1", "-x0", "-x1");
    }

    @Test
    void when_nobody_tells_the_end_the_timer_does_and_deletes_nothing() throws Exception {
        stop();
        namespace.ip("link", "set", "v0", "mtu", "1400");
        namespace.ip("link", "del", "x0");
        start(SyncLimit.after(Duration.ofMillis(300)));
        mirror.dump();
        await(() -> !mirror.ports().isGated() && mirror.ports().synced().isPresent());
        SyncReport<String> report = mirror.ports().synced().orElseThrow();
        assertThat(report.ending()).isInstanceOf(SyncEnding.TimedOut.class);
        assertThat(report.suspect()).containsExactlyInAnyOrder("x0", "x1");
        assertThat(writes).containsExactly("v0");
        assertThat(mirror.ports().entry("x0").orElseThrow().freshness()).isEqualTo(Freshness.SUSPECT);
        assertThat(store().resolve("x0.json")).exists();
    }

    @Test
    void a_state_that_is_corrupt_is_a_cold_start_that_says_so_and_writes_everything() throws Exception {
        stop();
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.filter(each -> each.getParent().endsWith("state"))
                    .filter(each -> each.toString().contains("warm.ports"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                byte[] noise = new byte[(int) Files.size(file)];
                Arrays.fill(noise, (byte) 0x5A);
                Files.write(file, noise);
            }
        }
        start(NEVER);
        Start.Cold cold = (Start.Cold) mirror.ports().start();
        assertThat(cold.reason()).isEqualTo(Start.Reason.DAMAGED);
        mirror.dump();
        assertThat(writes).containsExactlyInAnyOrder("lo", "v0", "v1", "x0", "x1");
    }

    @Test
    void a_state_that_is_too_old_is_a_cold_start_too() throws Exception {
        stop();
        later = Duration.ofDays(8);
        start(NEVER);
        assertThat(((Start.Cold) mirror.ports().start()).reason()).isEqualTo(Start.Reason.TOO_OLD);
        mirror.dump();
        assertThat(writes).hasSize(5);
    }
}
