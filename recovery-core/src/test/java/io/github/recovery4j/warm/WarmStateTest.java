package io.github.recovery4j.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a process finds that begins after another: what was written outside, what is owed, and what cannot be told. */
class WarmStateTest extends ProcessTest {

    @Test
    void what_the_outside_did_not_take_stays_owed_until_it_does() {
        process.table.broken.add("a");
        assertThatExceptionOfType(OutsideException.class)
                .isThrownBy(() -> ports().refresh("a", "1"))
                .withMessageContaining("a is broken")
                .withMessageContaining("stays owed");
        ports().refresh("b", "1");
        assertThat(ports().owed()).containsExactly("a");
        assertThatExceptionOfType(OutsideException.class).isThrownBy(() -> ports().settle());
        process.table.broken.clear();
        ports().settle();
        assertThat(ports().owed()).isEmpty();
        assertThat(process.table.takeWrites()).containsExactly("b=1", "a=1");
    }

    @Test
    void what_is_owed_at_the_end_of_a_sync_is_in_the_report_and_nothing_else_waits_for_it() {
        restartWithThree();
        process.table.broken.add("b");
        ports().refreshAll(Map.of("a", "2", "b", "2", "c", "2"));
        SyncReport<String> report = ports().complete();
        assertThat(report.owed()).containsExactly("b");
        assertThat(process.table.rows).containsOnly(Map.entry("a", "2"), Map.entry("b", "1"), Map.entry("c", "2"));
    }

    @Test
    void what_was_owed_when_the_process_ended_is_in_doubt_and_written_whatever_it_is() {
        ports().refresh("a", "1");
        ports().refresh("b", "1");
        process.table.broken.add("a");
        assertThatExceptionOfType(OutsideException.class).isThrownBy(() -> ports().refresh("a", "2"));
        process.table.broken.clear();
        process.table.takeWrites();
        process.restart();
        assertThat(ports().start()).isEqualTo(new Start.Warm(2, 1, 0, Process.START, List.of()));
        assertThat(ports().entry("a").orElseThrow().value()).isEmpty();
        assertThat(ports().refresh("a", "1")).isEqualTo(Freshness.CHANGED);
        ports().refresh("b", "1");
        ports().complete();
        assertThat(process.table.takeWrites()).containsExactly("a=1");
    }

    @Test
    void what_was_being_deleted_when_the_process_ended_is_deleted_by_a_complete_sync() {
        ports().refresh("a", "1");
        process.table.broken.add("a");
        assertThatExceptionOfType(OutsideException.class).isThrownBy(() -> ports().remove("a"));
        process.table.broken.clear();
        process.restart();
        ports().complete();
        assertThat(process.table.rows).isEmpty();
        process.restart();
        assertThat(((Start.Cold) ports().start()).reason()).isEqualTo(Start.Reason.EMPTY);
    }

    @Test
    void a_state_that_is_too_old_is_not_used_and_one_of_a_process_that_lived_is_not_old() {
        ports().refresh("a", "1");
        process.pass(Duration.ofDays(6));
        process.timer.beat();
        process.pass(Duration.ofDays(7));
        process.kill();
        assertThat(ports().start()).isInstanceOf(Start.Warm.class);
        process.end();
        process.pass(Duration.ofDays(7).plusSeconds(1));
        process.begin();
        assertThat(((Start.Cold) ports().start()).reason()).isEqualTo(Start.Reason.TOO_OLD);
        assertThat(ports().isGated()).isFalse();
        assertThat(ports().entries()).isEmpty();
        process.restart();
        assertThat(((Start.Cold) ports().start()).reason()).isEqualTo(Start.Reason.EMPTY);
    }

    @Test
    void a_clock_that_was_set_back_makes_nothing_too_old() {
        ports().refresh("a", "1");
        process.end();
        process.now = Process.START.minus(Duration.ofDays(100));
        process.begin();
        assertThat(ports().start()).isInstanceOf(Start.Warm.class);
    }

    @Test
    void what_was_held_back_when_the_process_ended_is_told_again_and_compared() {
        restartWithThree();
        ports().refresh("a", "2");
        process.restart();
        assertThat(process.table.takeWrites()).isEmpty();
        ports().refreshAll(Map.of("a", "2", "b", "1", "c", "1"));
        ports().complete();
        assertThat(process.table.takeWrites()).containsExactly("a=2");
    }

    @Test
    void equal_values_that_are_encoded_differently_are_the_same() {
        restartWithThree();
        process.end();
        process.codec = new MarkingCodec("x");
        process.begin();
        assertThat(ports().refresh("a", "1")).isEqualTo(Freshness.SAME);
    }

    @Test
    void a_value_that_cannot_be_read_is_in_doubt_and_a_key_is_kept_aside() {
        ports().refresh("a", "value 1");
        ports().refresh("key b", "2");
        ports().refresh("c", "3");
        process.table.takeWrites();
        process.end();
        process.codec = new ForgetfulCodec();
        process.begin();
        assertThat(ports().start()).isEqualTo(new Start.Warm(2, 1, 1, Process.START, List.of()));
        ports().refreshAll(Map.of("a", "value 1", "c", "3"));
        ports().complete();
        assertThat(process.table.takeWrites()).containsExactly("a=value 1");
        process.end();
        process.codec = new TestCodec();
        process.begin();
        assertThat(ports().start()).isEqualTo(new Start.Warm(3, 1, 0, Process.START, List.of()));
        assertThat(ports().entry("key b")).isPresent();
    }

    /** Writes the same otherwise, and reads both. */
    private static final class MarkingCodec extends Delegate {
        private final String mark;

        MarkingCodec(String mark) {
            this.mark = mark;
        }

        @Override
        public Encoded encode(Object value) {
            Encoded encoded = super.encode(value);
            byte[] marked = (encoded.text() + mark).getBytes(UTF_8);
            return Encoded.of(name(), 2, marked);
        }

        @Override
        public <T> T decode(Encoded encoded, Class<T> type) {
            String text = encoded.version() == 2
                    ? encoded.text().substring(0, encoded.length() - mark.length())
                    : encoded.text();
            return super.decode(Encoded.of(name(), 1, text.getBytes(UTF_8)), type);
        }
    }

    /** Does not know some classes any more. */
    private static final class ForgetfulCodec extends Delegate {
        @Override
        public <T> T decode(Encoded encoded, Class<T> type) {
            T value = super.decode(encoded, type);
            if (value.toString().startsWith("key ") || value.toString().startsWith("value ")) {
                throw new CodecException("What was '%s' again?".formatted(value), null);
            }
            return value;
        }
    }

    @Test
    void many_changes_make_a_new_generation_and_are_all_there_after_a_restart() {
        String large = "x".repeat(2_000);
        for (int i = 0; i < 200; i++) {
            ports().refresh("key " + i % 7, large + i);
        }
        process.table.takeWrites();
        process.restart();
        Map<String, String> all = new LinkedHashMap<>(process.table.rows);
        assertThat(all).hasSize(7);
        ports().refreshAll(all);
        assertThat(ports().complete().same()).isEqualTo(7);
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void a_value_that_is_too_large_is_refused_before_it_is_written_outside() {
        Journal small = FileJournal.builder(directory.resolve("small"))
                .identity("small")
                .largestRecord(4_096)
                .open();
        Table table = new Table();
        try (WarmRestart<String, String> ports = WarmRestart.begin(
                WarmDefinition.named("small", String.class, String.class, table), small, process.tools())) {
            ports.refresh("a", "1");
            assertThatExceptionOfType(OutsideException.class)
                    .isThrownBy(() -> ports.refreshAll(Map.of("a", "x".repeat(5_000), "b", "1")));
            assertThat(table.takeWrites()).containsExactly("a=1", "b=1");
            ports.refresh("a", "2");
            assertThat(table.takeWrites()).containsExactly("a=2");
        }
    }
}
