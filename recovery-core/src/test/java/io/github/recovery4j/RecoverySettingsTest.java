package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.recovery4j.health.Healing;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthChecks;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.warm.Outside;
import io.github.recovery4j.warm.SyncLimit;
import io.github.recovery4j.warm.WarmDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoverySettingsTest {

    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    private static Settings set(String key, String value) {
        Settings settings = Settings.read(RecoverySettings.all(), Map.of(key, value), Map.of());
        assertThat(settings.problems()).isEmpty();
        return settings;
    }

    @Test
    void the_table_of_the_documentation_is_what_the_code_has() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `recovery4j."))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(RecoverySettings.all().stream()
                        .map(RecoverySettingsTest::line)
                        .toList());
    }

    private static <T> String line(Setting<T> setting) {
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.type().printer().apply(setting.builtIn()),
                        setting.type().form(),
                        setting.meaning());
    }

    @Test
    void no_setting_of_the_library_is_forgotten() {
        List<Setting<?>> declared = new ArrayList<>();
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("io.github.recovery4j").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Setting.class))
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .forEach(field -> declared.add(valueOf(field)));
        assertThat(declared).containsExactlyInAnyOrderElementsOf(RecoverySettings.all());
    }

    private static Setting<?> valueOf(JavaField field) {
        try {
            return (Setting<?>) field.reflect().get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_default_is_a_value_that_can_be_set() {
        RecoverySettings.all().forEach(RecoverySettingsTest::readsBack);
    }

    private static <T> void readsBack(Setting<T> setting) {
        SettingType<T> type = setting.type();
        assertThat(type.reader().apply(type.printer().apply(setting.builtIn())))
                .as(setting.key())
                .isEqualTo(setting.builtIn());
    }

    @Test
    void no_two_settings_share_a_variable() {
        assertThat(RecoverySettings.all().stream().map(Setting::variable)).doesNotHaveDuplicates();
        assertThat(RecoverySettings.all().stream().map(Setting::key)).doesNotHaveDuplicates();
    }

    @Test
    void a_check_is_as_it_says_then_as_is_set_then_as_is_built_in() {
        HealthCheck memory = HealthChecks.memory();
        Settings settings = set("recovery4j.health.memory.interval", "7s");
        assertThat(memory.interval().value()).isEqualTo(Duration.ofSeconds(30));
        assertThat(memory.tuned(settings).interval().value()).isEqualTo(Duration.ofSeconds(7));
        assertThat(memory.every(Duration.ofSeconds(1))
                        .tuned(settings)
                        .interval()
                        .value())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_limit_of_a_ready_made_check_can_be_set() throws Exception {
        HealthCheck memory = HealthChecks.memory();
        assertThat(memory.tuned(set("recovery4j.health.memory.limit", "1%"))
                        .probe()
                        .value()
                        .ask())
                .isInstanceOf(Answer.Down.class);
        assertThat(memory.tuned(set("recovery4j.health.memory.limit", "100%"))
                        .probe()
                        .value()
                        .ask())
                .isInstanceOf(Answer.Up.class);
        assertThat(memory.tuned(set("recovery4j.health.timeout", "3s"))
                        .probe()
                        .value()
                        .timeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void the_healing_of_a_check_is_tuned_with_it() {
        HealthCheck check = HealthChecks.memory().healing(Healing.of("free some", () -> {}));
        Healing healing = check.tuned(set("recovery4j.health.healing.budget", "2/1m"))
                .healing()
                .orElseThrow();
        assertThat(healing.budget().value()).hasToString("2 times in PT1M");
    }

    @Test
    void what_a_cure_says_wins_over_what_is_set() {
        Settings settings = set("recovery4j.supervision.cure-timeout", "9s");
        Strategy.Act said = Strategy.act("said", failure -> {}).within(Duration.ofSeconds(1));
        assertThat(said.tuned(settings)).isEqualTo(said);
        assertThat(Strategy.act("unsaid", failure -> {})
                        .tuned(settings)
                        .timeout()
                        .value())
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void a_warm_restart_that_was_tuned_equals_one_that_was_tuned_alike() {
        Outside<String, String> outside = new Outside<>() {
            @Override
            public void write(String key, String value) {}

            @Override
            public void delete(String key) {}
        };
        WarmDefinition<String, String> ports = WarmDefinition.named("ports", String.class, String.class, outside);
        WarmDefinition<String, String> tuned = ports.tuned(set("recovery4j.warm.sync-limit", "none"));
        assertThat(tuned.limit().value()).isEqualTo(SyncLimit.none());
        assertThat(tuned).isEqualTo(ports.tuned(set("recovery4j.warm.sync-limit", "NONE")));
        assertThat(ports.limit(SyncLimit.after(Duration.ZERO))
                        .tuned(set("recovery4j.warm.sync-limit", "none"))
                        .limit()
                        .value())
                .isEqualTo(SyncLimit.after(Duration.ZERO));
    }
}
