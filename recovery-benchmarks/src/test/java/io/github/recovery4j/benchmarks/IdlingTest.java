package io.github.recovery4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdlingTest {

    @Test
    void a_hundred_different_checks_ask_as_often_in_a_minute_as_is_said() throws IOException {
        List<HealthCheck> checks =
                Idling.checks(URI.create("http://127.0.0.1:1/"), ProcessId.of(ProcessHandle.current()));
        assertThat(checks).hasSize(100);
        assertThat(checks).extracting(HealthCheck::name).doesNotHaveDuplicates();
        assertThat(checks.stream()
                        .mapToLong(check ->
                                Duration.ofMinutes(1).dividedBy(check.interval().value()))
                        .sum())
                .isEqualTo(Idling.Watching.CHECKS.questions());
    }
}
