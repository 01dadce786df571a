package io.github.recovery4j.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starts, and syncs with their ends. What is kept from one process to the next is in {@link WarmStateTest}. */
class WarmRestartTest extends ProcessTest {

    @Test
    void a_first_start_is_cold_and_writes_as_it_comes() {
        assertThat(ports().start()).isInstanceOf(Start.Cold.class);
        assertThat(((Start.Cold) ports().start()).reason()).isEqualTo(Start.Reason.FIRST);
        assertThat(ports().isGated()).isFalse();
        assertThat(ports().refresh("a", "1")).isEqualTo(Freshness.NEW);
        assertThat(ports().refresh("a", "1")).isEqualTo(Freshness.SAME);
        assertThat(ports().refresh("a", "2")).isEqualTo(Freshness.CHANGED);
        assertThat(ports().remove("a")).isTrue();
        assertThat(ports().remove("a")).isFalse();
        assertThat(process.table.takeWrites()).containsExactly("a=1", "a=2", "-a");
        assertThat(process.told)
                .containsExactly(new RecoveryEvent.ColdStarted(
                        Process.START, "ports", "first", "there is no state of an earlier process"));
    }

    @Test
    void a_restart_after_which_nothing_has_changed_writes_nothing() {
        restartWithThree();
        assertThat(ports().start()).isEqualTo(new Start.Warm(3, 0, 0, Process.START, List.of()));
        assertThat(ports().isGated()).isTrue();
        assertThat(ports().refresh("a", "1")).isEqualTo(Freshness.SAME);
        ports().refreshAll(Map.of("b", "1", "c", "1"));
        SyncReport<String> report = ports().complete();
        assertThat(report.same()).isEqualTo(3);
        assertThat(report.suspect()).isEmpty();
        assertThat(ports().isGated()).isFalse();
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void entries_are_stale_until_they_are_refreshed() {
        restartWithThree();
        assertThat(ports().entries())
                .containsOnly(
                        new WarmEntry<>("a", Optional.of("1"), Freshness.STALE),
                        new WarmEntry<>("b", Optional.of("1"), Freshness.STALE),
                        new WarmEntry<>("c", Optional.of("1"), Freshness.STALE));
        ports().refresh("a", "1");
        ports().refresh("b", "2");
        ports().refresh("d", "1");
        ports().remove("c");
        assertThat(ports().entries())
                .containsExactly(
                        new WarmEntry<>("a", Optional.of("1"), Freshness.SAME),
                        new WarmEntry<>("b", Optional.of("2"), Freshness.CHANGED),
                        new WarmEntry<>("c", Optional.empty(), Freshness.GONE),
                        new WarmEntry<>("d", Optional.of("1"), Freshness.NEW));
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void what_differs_is_written_when_the_gate_opens_and_nothing_before() {
        restartWithThree();
        ports().refresh("a", "1");
        ports().refresh("b", "2");
        ports().refresh("d", "1");
        SyncReport<String> report = ports().complete();
        assertThat(process.table.takeWrites()).containsExactlyInAnyOrder("b=2", "d=1", "-c");
        assertThat(process.table.rows).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("d", "1"));
        assertThat(report)
                .isEqualTo(
                        new SyncReport<>(new SyncEnding.Complete(), 1, 1, 1, 1, List.of(), List.of(), Duration.ZERO));
    }

    @Test
    void of_what_is_held_back_the_last_word_counts() {
        restartWithThree();
        ports().refresh("a", "2");
        ports().refresh("a", "3");
        ports().refresh("b", "2");
        assertThat(ports().refresh("b", "1")).isEqualTo(Freshness.SAME);
        ports().remove("c");
        assertThat(ports().refresh("c", "1")).isEqualTo(Freshness.SAME);
        ports().refresh("d", "1");
        ports().remove("d");
        ports().complete();
        assertThat(process.table.takeWrites()).containsExactly("a=3");
    }

    @Test
    void an_entry_that_is_told_twice_alike_and_otherwise_than_restored_is_changed() {
        restartWithThree();
        assertThat(ports().refresh("a", "2")).isEqualTo(Freshness.CHANGED);
        assertThat(ports().refresh("a", "2")).isEqualTo(Freshness.CHANGED);
        ports().complete();
        assertThat(process.table.takeWrites()).contains("a=2");
    }

    @Test
    void after_a_timeout_what_was_not_refreshed_is_kept_and_suspect() {
        restartWithThree();
        assertThat(process.timer.times()).containsExactly(Duration.ofSeconds(10));
        ports().refresh("a", "2");
        process.pass(Duration.ofSeconds(10));
        process.timer.fire();
        assertThat(ports().isGated()).isFalse();
        assertThat(process.table.takeWrites()).containsExactly("a=2");
        assertThat(process.freshness("b")).isEqualTo(Freshness.SUSPECT);
        SyncReport<String> report = ports().synced().orElseThrow();
        assertThat(report.ending()).isEqualTo(new SyncEnding.TimedOut(Duration.ofSeconds(10)));
        assertThat(report.suspect()).containsExactlyInAnyOrder("b", "c");
        assertThat(report.took()).isEqualTo(Duration.ofSeconds(10));
        assertThat(process.told(RecoveryEvent.SyncEnded.class))
                .containsExactly(new RecoveryEvent.SyncEnded(
                        process.now,
                        "ports",
                        RecoveryEvent.SyncResult.TIMED_OUT,
                        "timed out after PT10S",
                        0,
                        1,
                        0,
                        0,
                        2,
                        0,
                        Duration.ofSeconds(10)));
    }

    @Test
    void a_suspect_entry_that_is_refreshed_is_not_suspect_any_more_and_is_known_after_the_next_restart() {
        restartWithThree();
        process.timer.fire();
        assertThat(ports().refresh("b", "1")).isEqualTo(Freshness.SAME);
        process.restart();
        assertThat(((Start.Warm) ports().start()).entries()).isEqualTo(3);
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void a_partial_end_deletes_nothing() {
        restartWithThree();
        ports().refresh("a", "1");
        SyncReport<String> report = ports().partial("the dump was cut off");
        assertThat(report.suspect()).containsExactlyInAnyOrder("b", "c");
        assertThat(report.ending()).hasToString("partial: the dump was cut off");
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void a_complete_end_that_comes_late_deletes_what_is_suspect_and_is_not_counted_again() {
        restartWithThree();
        process.timer.fire();
        ports().refresh("a", "1");
        assertThat(process.table.takeWrites()).isEmpty();
        SyncReport<String> report = ports().complete();
        assertThat(report.suspect()).isEmpty();
        assertThat(process.table.takeWrites()).containsExactlyInAnyOrder("-b", "-c");
        assertThat(ports().metrics().endedByTimeout()).isEqualTo(1);
        assertThat(ports().metrics().endedBySignal()).isZero();
        assertThat(process.told(RecoveryEvent.SyncEnded.class)).hasSize(1);
    }

    @Test
    void signals_and_timers_that_meet_end_a_sync_once() {
        restartWithThree();
        ports().refreshAll(Map.of("a", "1", "b", "1", "c", "1"));
        ports().partial("almost");
        ports().complete();
        ports().complete();
        process.timer.fire();
        assertThat(ports().metrics().endedBySignal()).isEqualTo(1);
        assertThat(ports().metrics().endedByTimeout()).isZero();
        assertThat(process.told(RecoveryEvent.SyncEnded.class)).hasSize(1);
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void no_time_at_all_opens_the_gate_at_once() {
        ports().refresh("a", "1");
        process.table.takeWrites();
        process.settings = definition -> definition.limit(SyncLimit.after(Duration.ZERO));
        process.restart();
        assertThat(ports().start()).isInstanceOf(Start.Warm.class);
        assertThat(ports().isGated()).isFalse();
        assertThat(process.freshness("a")).isEqualTo(Freshness.SUSPECT);
        assertThat(ports().metrics().endedByTimeout()).isEqualTo(1);
        ports().refresh("a", "2");
        assertThat(process.table.takeWrites()).containsExactly("a=2");
    }

    @Test
    void without_a_limit_only_a_signal_opens_the_gate() {
        process.settings = definition -> definition.limit(SyncLimit.none());
        restartWithThree();
        assertThat(process.timer.times()).isEmpty();
        process.pass(Duration.ofHours(1));
        process.timer.beat();
        assertThat(ports().isGated()).isTrue();
        ports().complete();
        assertThat(ports().isGated()).isFalse();
        assertThat(process.table.rows).isEmpty();
    }

    @Test
    void asked_about_what_was_not_refreshed_the_live_world_decides_and_a_doubt_keeps() {
        Map<String, Answer> world = Map.of("a", Answer.up("is there"), "b", Answer.down("is not"));
        process.settings = definition -> definition.unrefreshed(
                Unrefreshed.asking(key -> Probe.of(key, Duration.ofSeconds(5), () -> Optional.ofNullable(world.get(key))
                        .orElseThrow())));
        restartWithThree();
        process.timer.fire();
        assertThat(process.table.takeWrites()).containsExactly("-b");
        assertThat(ports().synced().orElseThrow().suspect()).containsExactlyInAnyOrder("a", "c");
        assertThat(process.freshness("c")).isEqualTo(Freshness.SUSPECT);
    }

    @Test
    void metrics_go_on_over_restarts_and_no_data_is_absent() {
        assertThat(ports().metrics()).isEqualTo(new WarmMetrics(Process.START, 1, 0, 0, 0, 0, Optional.empty()));
        restartWithThree();
        process.pass(Duration.ofSeconds(2));
        ports().partial("so far");
        process.restart();
        process.pass(Duration.ofSeconds(10));
        process.timer.fire();
        process.restart();
        assertThat(ports().metrics())
                .isEqualTo(new WarmMetrics(
                        Process.START,
                        1,
                        3,
                        1,
                        1,
                        0,
                        Optional.of(new Durations(
                                2, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(12)))));
        assertThat(ports().metrics().durations().orElseThrow().average()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void a_warm_restart_is_opened_once_and_with_one_definition() {
        WarmDefinition<String, String> same =
                process.settings.apply(WarmDefinition.named("ports", String.class, String.class, process.table));
        assertThat(process.restarts().open(same)).isSameAs(ports());
        assertThatIllegalStateException()
                .isThrownBy(() -> process.restarts().open(same.maxAge(Duration.ofHours(1))))
                .withMessageContaining("open already");
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> process.others().open(same))
                .withMessageContaining("somebody else has it open");
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        WarmDefinition<String, String> ports = WarmDefinition.named("ports", String.class, String.class, process.table);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WarmDefinition.named("", String.class, String.class, process.table));
        assertThatIllegalArgumentException().isThrownBy(() -> ports.maxAge(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> SyncLimit.after(Duration.ofNanos(-1)));
    }

    @Test
    void what_is_closed_takes_nothing_any_more() {
        ports().close();
        ports().close();
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> ports().refresh("a", "1"));
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> ports().complete());
        assertThat(process.table.takeWrites()).isEmpty();
    }

    @Test
    void many_threads_leave_the_outside_as_the_last_of_each_key_said() throws Exception {
        Map<String, String> last = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            String key = "key " + thread;
            all.add(threads.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    String value = Integer.toString(i);
                    ports().refresh(key, value);
                    assertThat(process.table.seen(key)).isEqualTo(value);
                    last.put(key, value);
                }
            }));
        }
        for (Future<?> each : all) {
            each.get(1, TimeUnit.MINUTES);
        }
        threads.shutdown();
        assertThat(process.table.rows).isEqualTo(last);
        process.restart();
        assertThat(((Start.Warm) ports().start()).doubtful()).isZero();
        process.table.takeWrites();
        ports().refreshAll(last);
        ports().complete();
        assertThat(process.table.takeWrites()).isEmpty();
    }
}
