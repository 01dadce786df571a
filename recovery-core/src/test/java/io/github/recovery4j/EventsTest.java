package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.event.RecoveryEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told while a run goes on. */
class EventsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void progress_has_a_rate_and_an_estimate_of_this_attempt_only() {
        AtomicInteger nanos = new AtomicInteger();
        Recovery recovery = recoveries.open(recoveries.builder().time(recoveries::now, nanos::get, pause -> {}));
        recovery.run(job(run -> {
            run.progress(1_000, 2_000);
            nanos.addAndGet(500_000_000);
            run.progress(1_050, 2_000);
            assertThat(run.progress().perSecond()).isEqualTo(100.0);
            assertThat(run.progress().remaining()).contains(Duration.ofMillis(9_500));
            return 0;
        }));
        assertThat(recoveries.events(RecoveryEvent.ProgressMade.class)).hasSize(2);
    }

    @Test
    void a_listener_that_throws_hurts_nobody() {
        Recovery recovery = recoveries.open(recoveries.builder().listener(event -> {
            throw new IllegalStateException("listener");
        }));
        assertThat(recovery.run(job(run -> 1)).orElseThrow()).isEqualTo(1);
    }
}
