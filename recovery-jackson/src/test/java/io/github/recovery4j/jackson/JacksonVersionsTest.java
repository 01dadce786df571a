package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.UnsupportedVersionException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JacksonVersionsTest {

    // docs/state-versions.md shows the code between these marks.
    // [class]
    record ImportState(String source, long lineCount, List<String> rejected) {}
    // [class]

    record Renamed(@JsonAlias("lines") long lineCount) {}

    record Price(BigDecimal amount) {}

    sealed interface Phase permits Phase.Loading {
        record Loading(int percent) implements Phase {}
    }

    // [versions]
    private final JacksonCodec codec = JacksonCodec.builder()
            .type(ImportState.class, versions -> versions.named("import-state")
                    .current(3)
                    .migrate(1, JacksonVersionsTest::renameLines)
                    .migrate(2, JacksonVersionsTest::addRejected))
            .build();

    private static JsonNode renameLines(JsonNode old) {
        ObjectNode state = old.asObject();
        state.set("lineCount", state.remove("lines"));
        return state;
    }

    private static JsonNode addRejected(JsonNode old) {
        old.asObject().putArray("rejected");
        return old;
    }
    // [versions]

    @Test
    void a_state_of_the_first_version_is_migrated_step_by_step() {
        // [stored]
        Encoded stored = Documents.of("{\"source\":\"users.csv\",\"lines\":41}", 1);
        ImportState state = codec.decode(stored, ImportState.class);
        // [stored]

        assertThat(state).isEqualTo(new ImportState("users.csv", 41, List.of()));
    }

    @Test
    void a_state_of_the_second_version_takes_only_the_last_step() {
        Encoded stored = Documents.of("{\"source\":\"users.csv\",\"lineCount\":42}", 2);

        assertThat(codec.decode(stored, ImportState.class)).isEqualTo(new ImportState("users.csv", 42, List.of()));
    }

    @Test
    void a_state_is_stamped_with_the_current_version() {
        ImportState state = new ImportState("users.csv", 1, List.of("x"));

        Encoded encoded = codec.encode(state);

        assertThat(encoded.version()).isEqualTo(3);
        assertThat(codec.decode(encoded, ImportState.class)).isEqualTo(state);
    }

    @Test
    void a_state_newer_than_the_code_is_refused_with_both_versions() {
        Encoded newer = Documents.of("{}", 4);
        byte[] before = newer.toByteArray();

        assertThatThrownBy(() -> codec.decode(newer, ImportState.class))
                .isInstanceOfSatisfying(UnsupportedVersionException.class, e -> {
                    assertThat(e.stored()).isEqualTo(4);
                    assertThat(e.supported()).isEqualTo(3);
                })
                .hasMessageContaining("import-state was stored as version 4, this code reads version 3");
        assertThat(newer.toByteArray()).isEqualTo(before);
        assertThatThrownBy(() -> new JacksonCodec().decode(newer, ImportState.class))
                .isInstanceOf(UnsupportedVersionException.class);
    }

    @Test
    void a_state_older_than_every_migration_is_refused() {
        JacksonCodec later = JacksonCodec.builder()
                .type(ImportState.class, versions -> versions.current(3).migrate(2, JacksonVersionsTest::addRejected))
                .build();

        assertThatThrownBy(() -> later.decode(Documents.of("{}", 1), ImportState.class))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessageContaining("ImportState was stored as version 1")
                .hasMessageContaining("has no migration from it");
    }

    @Test
    void a_migration_that_throws_is_named() {
        JacksonCodec broken = JacksonCodec.builder()
                .type(ImportState.class, versions -> versions.named("import-state")
                        .current(3)
                        .migrate(1, old -> old)
                        .migrate(2, old -> {
                            throw new java.io.IOException("no network");
                        }))
                .build();

        assertThatThrownBy(() -> broken.decode(Documents.of("{}", 1), ImportState.class))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith(
                        "import-state could not be migrated from version 2 to 3: IOException was thrown")
                .hasRootCauseMessage("no network");
    }

    @Test
    void a_migration_that_meets_the_wrong_json_does_not_quote_it() {
        Encoded wrong = Documents.of("\"hunter2\"", 1);

        assertThatThrownBy(() -> codec.decode(wrong, ImportState.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("import-state could not be migrated from version 1 to 2")
                .hasStackTraceContaining("JacksonVersionsTest.renameLines")
                .satisfies(e -> assertThat(e.getCause().getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void a_migration_that_returns_nothing_is_refused() {
        JacksonCodec broken = JacksonCodec.builder()
                .type(Price.class, versions -> versions.current(2).migrate(1, old -> null))
                .build();

        assertThatThrownBy(() -> broken.decode(Documents.of("{}", 1), Price.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Price could not be migrated from version 1 to 2: it returned nothing");
    }

    @Test
    void a_damaged_old_document_is_refused_before_it_is_migrated() {
        for (String bad : List.of("", " ", "null", "{", "{\"lines\":1,\"lines\":2}", "{} {}")) {
            assertThatThrownBy(() -> codec.decode(Documents.of(bad, 1), ImportState.class))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("import-state cannot be decoded");
        }
    }

    @Test
    void a_migration_does_not_round_numbers() {
        String exact = "1234567890.12345678901234567890";
        JacksonCodec identity = JacksonCodec.builder()
                .type(Price.class, versions -> versions.current(2).migrate(1, old -> old))
                .build();

        Price price = identity.decode(Documents.of("{\"amount\":" + exact + "}", 1), Price.class);

        assertThat(price.amount()).isEqualTo(new BigDecimal(exact));
    }

    @Test
    void the_implementations_of_a_declared_interface_have_its_version() {
        JacksonCodec sealed = JacksonCodec.builder()
                .type(Phase.class, versions -> versions.named("phase").current(2))
                .build();

        assertThat(sealed.encode(new Phase.Loading(5)).version()).isEqualTo(2);
        assertThatThrownBy(() -> sealed.decode(Documents.of("{}", 1), Phase.Loading.class))
                .hasMessageContaining("phase was stored as version 1");
    }

    @Test
    void a_field_can_be_renamed_without_a_new_version() {
        // [alias]
        Encoded stored = Documents.of("{\"lines\":41}");
        Renamed state = new JacksonCodec().decode(stored, Renamed.class);
        // [alias]

        assertThat(state).isEqualTo(new Renamed(41));
    }

    @Test
    void versions_that_do_not_fit_together_are_refused_when_they_are_declared() {
        JacksonCodec.Builder builder = JacksonCodec.builder();
        Migration step = old -> old;

        assertThatThrownBy(() -> builder.type(Price.class, v -> v.current(0))).hasMessageContaining("starts at 1");
        assertThatThrownBy(() -> builder.type(
                        Price.class, v -> v.current(4).migrate(1, step).migrate(3, step)))
                .hasMessage("Price has a migration from version 1 but none from 2");
        assertThatThrownBy(() -> builder.type(Price.class, v -> v.current(2).migrate(2, step)))
                .hasMessage("Price has a migration from version 2, but its current version is 2");
        assertThatThrownBy(() -> builder.type(
                        Price.class, v -> v.current(2).migrate(1, step).migrate(1, step)))
                .hasMessage("Price has two migrations from version 1");
        assertThatThrownBy(() -> builder.type(Price.class, v -> v.named(" "))).hasMessageContaining("blank");
        builder.type(Price.class, v -> v.current(2));
        assertThatThrownBy(() -> builder.type(Price.class, v -> v.current(2))).hasMessage("Price is declared twice");
    }
}
