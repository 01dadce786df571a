package io.github.recovery4j.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.process.ProcessMark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Setting<Duration> INTERVAL = Setting.of(
            "recovery4j.health.interval",
            SettingType.duration(Duration.ofMillis(1)),
            Duration.ofSeconds(30),
            "How often.");
    private static final Setting<Integer> LIMIT =
            Setting.of("recovery4j.health.disk-limit", SettingType.percentage(), 90, "How full.");
    private static final List<Setting<?>> KNOWN = List.of(INTERVAL, LIMIT);

    private static Settings read(Map<String, String> properties, Map<String, String> environment) {
        return Settings.read(KNOWN, properties, environment);
    }

    @Test
    void what_is_not_set_is_as_it_is_built_in() {
        Settings settings = read(Map.of("java.version", "17"), Map.of("PATH", "/bin"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.given()).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void a_property_wins_over_a_variable() {
        Settings settings = read(
                Map.of("recovery4j.health.interval", "2m"),
                Map.of("RECOVERY4J_HEALTH_INTERVAL", "5s", "RECOVERY4J_HEALTH_DISK_LIMIT", "75%"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.get(LIMIT)).isEqualTo(75);
        assertThat(settings.given())
                .hasToString("[recovery4j.health.interval=2m (system property recovery4j.health.interval), "
                        + "recovery4j.health.disk-limit=75% (environment variable RECOVERY4J_HEALTH_DISK_LIMIT)]");
    }

    @Test
    void what_code_says_wins_over_what_is_set() {
        Settings settings = read(Map.of("recovery4j.health.interval", "2m"), Map.of());
        Tunable<Duration> said = Tunable.said(Duration.ofSeconds(7));
        Tunable<Duration> unsaid = INTERVAL;
        assertThat(said.tuned(settings).value()).isEqualTo(Duration.ofSeconds(7));
        assertThat(unsaid.tuned(settings).value()).isEqualTo(Duration.ofMinutes(2));
        assertThat(unsaid.value()).isEqualTo(Duration.ofSeconds(30));
        assertThat(unsaid.tuned(settings).tuned(Settings.none()).value()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_bad_value_is_one_problem_that_says_where_why_and_what_is_used() {
        Settings settings = read(Map.of(), Map.of("RECOVERY4J_HEALTH_INTERVAL", "10"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.given()).isEmpty();
        assertThat(settings.problems())
                .containsExactly("The environment variable RECOVERY4J_HEALTH_INTERVAL is '10', but it is not a duration"
                        + " such as 500ms, 10s, 2m, 12h, 7d or PT1M30S; the default 30s is used"
                        + " (it has to be a duration, at least 1ms)");
    }

    @Test
    void a_bad_property_does_not_let_a_variable_through() {
        Settings settings =
                read(Map.of("recovery4j.health.interval", "0s"), Map.of("RECOVERY4J_HEALTH_INTERVAL", "also bad"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.problems())
                .singleElement()
                .asString()
                .contains("recovery4j.health.interval is '0s', but it is less than 1ms");
    }

    @Test
    void what_is_blank_is_not_set() {
        Settings settings = read(Map.of("recovery4j.health.interval", " "), Map.of("RECOVERY4J_HEALTH_INTERVAL", "5s"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void a_name_that_means_nothing_is_a_problem_and_the_nearest_one_is_named() {
        Settings settings = read(
                Map.of("recovery4j.helth.interval", "5s", "recovery4j.directory-of-something", "/tmp"),
                Map.of("RECOVERY4J_HEALTH_DISKLIMIT", "5"));
        assertThat(settings.problems())
                .containsExactly(
                        "The system property recovery4j.directory-of-something sets nothing: there is no such setting",
                        "The system property recovery4j.helth.interval sets nothing: there is no such setting;"
                                + " did you mean recovery4j.health.interval?",
                        "The environment variable RECOVERY4J_HEALTH_DISKLIMIT sets nothing: there is no such setting;"
                                + " did you mean RECOVERY4J_HEALTH_DISK_LIMIT?");
    }

    @Test
    void the_mark_of_a_process_is_no_setting() {
        assertThat(read(Map.of(), Map.of(ProcessMark.create().text(), "1")).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recovery4j", "health.interval", "recovery4j.Health", "recovery4j.a_b", "recovery4j.a-"})
    void a_setting_has_a_name_that_a_variable_can_have(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.of(key, SettingType.percentage(), 1, "Nothing."))
                .withMessageContaining(key);
    }
}
