package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A JVM that is tuned from outside. */
class SettingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void a_process_is_tuned_by_its_environment_and_its_properties_and_a_bad_value_is_one_warning() throws Exception {
        ProcessBuilder command = KillableProcess.java(SettingsMain.class)
                .property("recovery4j.health.threshold", 1)
                .property("recovery4j.health.thresold", 7)
                .command();
        command.environment().put("RECOVERY4J_HEALTH_THRESHOLD", "5");
        command.environment().put("RECOVERY4J_SUPERVISION_CONFIRM", "0s");
        command.environment().put("RECOVERY4J_SUPERVISION_BUDGET", "1/1d");
        command.environment().put("RECOVERY4J_SUPERVISION_INTERVAL", "soon");
        try (KillableProcess process = KillableProcess.start(command)) {
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isZero();
            assertThat(process.output()).containsExactly("escalated with 0 tries left", "unhealthy after 1 failures");
            assertThat(process.errors())
                    .filteredOn(line -> line.contains("RECOVERY4J_SUPERVISION_INTERVAL"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "is 'soon'", "the default 1s is used");
            assertThat(process.errors())
                    .filteredOn(line -> line.contains("recovery4j.health.thresold"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "did you mean recovery4j.health.threshold?");
        }
    }
}
