package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are made once, by whoever comes first, and what does not fit is refused. */
class SchemaTest {

    private static JdbcStorage.Builder builder(String schema) {
        return JdbcStorage.builder(Postgres.pool()).schema(schema);
    }

    private static void save(String schema) {
        try (JdbcStorage storage = builder(schema).open()) {
            OwnedRun.create(storage).save(1);
        }
    }

    @Test
    void a_database_without_tables_is_refused_with_what_to_do() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder(Postgres.emptySchema()).open())
                .withMessageContaining("the tables are missing")
                .withMessageContaining("JdbcStorage.migrate");
    }

    @Test
    void tables_are_made_once_whoever_makes_them_at_the_same_time() {
        String schema = Postgres.emptySchema();
        Stream.generate(() -> schema).limit(8).parallel().forEach(each -> builder(each)
                .migrate());
        save(schema);
        builder(schema).migrate();
        assertThat(Postgres.value("SELECT count(*) FROM %s.owned".formatted(schema)))
                .isEqualTo("1");
        assertThat(Postgres.value("SELECT count(*) FROM %s.schema_version".formatted(schema)))
                .isEqualTo(Integer.toString(Schema.NEWEST));
    }

    @Test
    void tables_that_another_tool_made_of_the_printed_script_are_as_good() {
        String schema = Postgres.emptySchema();
        Postgres.execute(builder(schema).script());
        save(schema);
        builder(schema).migrate();
        save(schema);
    }

    @Test
    void newer_tables_are_refused_and_left_alone() {
        String schema = Postgres.schema();
        Postgres.execute("INSERT INTO %s.schema_version VALUES (99, 98)".formatted(schema));
        for (Runnable use : List.<Runnable>of(
                () -> builder(schema).open(), () -> builder(schema).migrate())) {
            assertThatExceptionOfType(UnsupportedFormatException.class)
                    .isThrownBy(use::run)
                    .withMessageContaining("version 99")
                    .withMessageContaining("version " + Schema.NEWEST);
        }
    }

    @Test
    void newer_tables_that_this_release_can_use_are_used() {
        String schema = Postgres.schema();
        Postgres.execute("INSERT INTO %s.schema_version VALUES (99, %d)".formatted(schema, Schema.NEWEST));
        save(schema);
        builder(schema).migrate();
    }

    @Test
    void older_tables_are_refused() {
        String schema = Postgres.schema();
        Postgres.execute("DELETE FROM %s.schema_version".formatted(schema));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder(schema).open())
                .withMessageContaining("version 0, this release needs " + Schema.NEWEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;drop schema public", "\"a\"", "Ä", "A", "1a"})
    void a_name_that_is_no_plain_name_is_refused(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> builder(schema).open());
    }
}
