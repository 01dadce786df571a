package io.github.recovery4j.testkit.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.testkit.TextCodec;
import io.github.recovery4j.warm.Freshness;
import io.github.recovery4j.warm.SyncLimit;
import io.github.recovery4j.warm.WarmDefinition;
import io.github.recovery4j.warm.WarmRestart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the clocks and threads that a user has. */
class WarmTimerTest {

    @TempDir
    Path directory;

    private Recovery open(RecoveryListener listener) {
        return Recovery.builder()
                .directory(directory.resolve("recovery"))
                .codec(new TextCodec())
                .listener(listener)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    @Test
    void a_sync_whose_end_nobody_tells_is_ended_by_a_thread_of_its_own() throws Exception {
        Folder outside = Folder.in(directory.resolve("outside"));
        WarmDefinition<String, Long> folder = WarmDefinition.named("folder", String.class, Long.class, outside)
                .limit(SyncLimit.after(Duration.ofMillis(50)));
        try (Recovery recovery = open(event -> {})) {
            recovery.warmRestart(folder).refresh("a", 1L);
        }
        CountDownLatch ended = new CountDownLatch(1);
        try (Recovery recovery = open(event -> {
            if (event instanceof RecoveryEvent.SyncEnded) {
                ended.countDown();
            }
        })) {
            WarmRestart<String, Long> ports = recovery.warmRestart(folder);
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(ports.isGated()).isFalse();
            assertThat(ports.entry("a").orElseThrow().freshness()).isEqualTo(Freshness.SUSPECT);
            assertThat(outside.all()).containsOnlyKeys("a");
        }
    }
}
