package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.step.RetryPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ReplayerTest {

    @RegisterExtension
    final OpenLedger opened = new OpenLedger();

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private Ledger<String, String> ledger(String... keys) {
        Ledger<String, String> ledger = opened.services();
        for (String key : keys) {
            ledger.put(key, "spec of " + key);
        }
        return ledger;
    }

    private List<LedgerEvent.Kind> kinds(String key) {
        return opened.services().history(key).events().stream()
                .map(LedgerEvent::kind)
                .toList();
    }

    @Test
    void live_entries_are_restored_in_the_order_in_which_they_became_live() {
        Ledger<String, String> ledger = ledger("db", "cache", "web", "db");
        ledger.retire("cache", "enough");
        RestoreReport<String> report = Replayer.of(ledger, entry -> calls.add(entry.key() + ": " + entry.value()))
                .restore();
        assertThat(calls).containsExactly("db: spec of db", "web: spec of web");
        assertThat(report.restored()).containsExactly("db", "web");
        assertThat(report.isComplete()).isTrue();
        assertThat(kinds("web")).containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.RECOVERED);
        assertThat(opened.told(RecoveryEvent.EntryRestored.class)).hasSize(2);
        assertThat(opened.told(RecoveryEvent.LedgerRestored.class))
                .extracting(RecoveryEvent.LedgerRestored::restored)
                .containsExactly(2);
    }

    @Test
    void one_that_fails_keeps_no_other_from_being_restored() {
        RestoreReport<String> report = Replayer.of(ledger("a", "b", "c"), entry -> {
                    if (entry.key().equals("a")) {
                        throw new IOException("no room");
                    }
                    if (entry.key().equals("b")) {
                        throw new StackOverflowError("too deep");
                    }
                })
                .restore();
        assertThat(report.restored()).containsExactly("c");
        assertThat(report.failed().get("a")).isInstanceOf(IOException.class).hasMessage("no room");
        assertThat(report.failed().get("b")).isInstanceOf(StackOverflowError.class);
        assertThat(report.isComplete()).isFalse();
        assertThat(report.describe()).contains("1 restored, 0 skipped, 2 failed", "no room");
        assertThat(kinds("a")).containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.FAILED);
        assertThat(opened.services().get("a")).as("it stays live").isPresent();
        assertThat(opened.told(RecoveryEvent.EntryNotRestored.class)).hasSize(2);
    }

    @Test
    void what_fails_is_tried_again_as_the_policy_says() {
        List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger tries = new AtomicInteger();
        RestoreReport<String> report = Replayer.of(ledger("a", "b"), entry -> {
                    if (entry.key().equals("b")) {
                        tries.incrementAndGet();
                        throw new IllegalStateException("for good");
                    }
                    if (calls.size() < 2) {
                        calls.add(entry.key());
                        throw new IOException("not yet");
                    }
                })
                .retry(RetryPolicy.attempts(3).only(e -> e instanceof IOException))
                .time(System::nanoTime, pauses::add)
                .restore();
        assertThat(report.restored()).containsExactly("a");
        assertThat(pauses).hasSize(2);
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_try_that_takes_too_long_is_interrupted_and_the_next_entry_is_not() {
        RestoreReport<String> report = Replayer.of(ledger("a", "b"), entry -> {
                    if (entry.key().equals("a")) {
                        new CountDownLatch(1).await();
                    }
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                })
                .timeLimit(Duration.ofMillis(20))
                .restore();
        assertThat(report.failed().get("a")).isInstanceOf(TimeoutException.class);
        assertThat(report.restored()).containsExactly("b");
    }

    @Test
    void so_many_are_restored_at_a_time_as_was_said() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        String[] keys = new String[40];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key " + i;
        }
        RestoreReport<String> report = Replayer.of(ledger(keys), entry -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    four.await(30, TimeUnit.SECONDS);
                    now.decrementAndGet();
                })
                .parallelism(4)
                .restore();
        assertThat(report.restored()).containsExactlyInAnyOrder(keys);
        assertThat(most.get()).isLessThanOrEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replayer.of(opened.services(), entry -> {}).parallelism(0));
    }

    @Test
    void what_is_retired_or_put_again_before_its_turn_is_not_touched() {
        Ledger<String, String> ledger = ledger("a", "b", "c", "d");
        RestoreReport<String> report = Replayer.of(ledger, entry -> {
                    calls.add(entry.key());
                    if (entry.key().equals("a")) {
                        ledger.retire("b", "not needed");
                        ledger.put("c", "another");
                        ledger.put("new", "started by whoever put it");
                    }
                })
                .restore();
        assertThat(calls).containsExactly("a", "d");
        assertThat(report.skipped()).containsOnlyKeys("b", "c");
        assertThat(ledger.live()).extracting(LedgerEntry::key).containsExactly("a", "c", "d", "new");
    }

    @Test
    void what_is_retired_and_put_again_is_another_entry() {
        Ledger<String, String> ledger = ledger("a", "b");
        Replayer.of(ledger, entry -> {
                    calls.add(entry.key());
                    if (entry.key().equals("a")) {
                        ledger.retire("b", "restart");
                        ledger.put("b", "spec of b");
                    }
                })
                .restore();
        assertThat(calls).containsExactly("a");
    }

    @Test
    void what_is_retired_while_it_is_being_restored_is_told_apart() {
        Ledger<String, String> ledger = ledger("a");
        RestoreReport<String> report =
                Replayer.of(ledger, entry -> ledger.retire("a", "not needed")).restore();
        assertThat(report.restored()).isEmpty();
        assertThat(report.skipped().get("a")).contains("while it was being restored");
        assertThat(kinds("a")).containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.RETIRED);
    }

    @Test
    void what_is_retired_between_two_tries_is_not_tried_again() {
        Ledger<String, String> ledger = ledger("a");
        RestoreReport<String> report = Replayer.of(ledger, entry -> {
                    calls.add(entry.key());
                    ledger.retire("a", "not needed");
                    throw new IOException("again");
                })
                .retry(RetryPolicy.attempts(3))
                .time(System::nanoTime, pause -> {})
                .restore();
        assertThat(calls).hasSize(1);
        assertThat(report.skipped()).containsOnlyKeys("a");
    }

    @Test
    void in_the_background_it_can_be_cancelled() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Restoration<String> restoration = Replayer.of(ledger("a", "b"), entry -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .inBackground();
        begun.await();
        assertThat(restoration.report()).isEmpty();
        restoration.cancel();
        RestoreReport<String> report = restoration.await();
        assertThat(report.failed().get("a")).isInstanceOf(InterruptedException.class);
        assertThat(report.cancelled()).containsExactly("b");
        assertThat(report.isComplete()).isFalse();
        assertThat(restoration.report()).contains(report);
    }

    @Test
    void an_interrupt_cancels_it_and_is_kept() {
        Thread caller = Thread.currentThread();
        RestoreReport<String> report = Replayer.of(ledger("a", "b"), entry -> {
                    caller.interrupt();
                    new CountDownLatch(1).await();
                })
                .restore();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.cancelled()).containsExactly("b");
    }

    @Test
    void a_time_limit_may_be_longer_than_a_clock_can_measure() {
        RestoreReport<String> report = Replayer.of(ledger("a"), entry -> {})
                .timeLimit(Duration.ofDays(365 * 300))
                .restore();
        assertThat(report.restored()).containsExactly("a");
    }

    @Test
    void nothing_is_restored_of_a_ledger_that_is_empty() {
        assertThat(Replayer.of(ledger(), entry -> calls.add("never")).restore().restored())
                .isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void puts_and_retirements_during_a_restoration_are_neither_lost_nor_restored() throws Exception {
        String[] keys = new String[200];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key " + i;
        }
        Ledger<String, String> ledger = ledger(keys);
        Set<String> touched = ConcurrentHashMap.newKeySet();
        Restoration<String> restoration = Replayer.of(ledger, entry -> {
                    if (!touched.add(entry.key())) {
                        throw new IllegalStateException("twice");
                    }
                })
                .parallelism(3)
                .inBackground();
        for (int i = 0; i < keys.length; i += 2) {
            ledger.retire(keys[i], "not needed");
            ledger.put("new " + i, "1");
        }
        RestoreReport<String> report = restoration.await();
        assertThat(report.failed()).isEmpty();
        assertThat(report.restored().size() + report.skipped().size()).isEqualTo(keys.length);
        for (int i = 1; i < keys.length; i += 2) {
            assertThat(report.restored()).contains(keys[i]);
        }
        assertThat(ledger.live()).hasSize(keys.length);
        assertThat(touched).noneMatch(key -> key.startsWith("new"));
    }

    @Test
    void what_is_only_updated_meanwhile_is_restored_with_its_new_value() {
        Ledger<String, String> ledger = ledger("a", "b");
        RestoreReport<String> report = Replayer.of(ledger, entry -> {
                    calls.add(entry.key() + ": " + entry.value());
                    ledger.update(entry.key(), value -> "seen");
                    ledger.update("b", value -> "another spec");
                })
                .restore();
        assertThat(calls).containsExactly("a: spec of a", "b: another spec");
        assertThat(report.restored()).containsExactly("a", "b");
    }

    @Test
    void what_is_updated_between_two_tries_is_tried_with_its_new_value() {
        Ledger<String, String> ledger = ledger("a");
        Replayer.of(ledger, entry -> {
                    calls.add(entry.value());
                    ledger.update("a", value -> "mended");
                    if (calls.size() == 1) {
                        throw new IOException("bad spec");
                    }
                })
                .retry(RetryPolicy.attempts(2))
                .time(System::nanoTime, pause -> {})
                .restore();
        assertThat(calls).containsExactly("spec of a", "mended");
    }

    @Test
    void a_restorer_that_ignores_interrupts_is_left_behind_and_keeps_no_other() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        RestoreReport<String> report = Replayer.of(ledger("a", "b"), entry -> {
                    if (entry.key().equals("a")) {
                        tries.incrementAndGet();
                        awaitIgnoringInterrupts(never);
                    }
                })
                .timeLimit(Duration.ofMillis(20))
                .retry(RetryPolicy.attempts(3))
                .restore();
        assertThat(report.restored()).containsExactly("b");
        assertThat(report.failed().get("a"))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("left behind");
        assertThat(tries).as("it is in it still").hasValue(1);
        never.countDown();
        assertThat(kinds("a")).containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.FAILED);
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    @Test
    void a_cancellation_waits_neither_for_a_restorer_that_ignores_it_nor_for_a_pause() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        Restoration<String> restoration = Replayer.of(ledger("stubborn", "failing", "next"), entry -> {
                    begun.countDown();
                    if (entry.key().equals("stubborn")) {
                        awaitIgnoringInterrupts(never);
                    }
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException("and nobody is told of the interrupt", e);
                    }
                })
                .parallelism(2)
                .timeLimit(Duration.ofSeconds(1))
                .retry(RetryPolicy.attempts(3))
                .time(System::nanoTime, pause -> never.await())
                .inBackground();
        begun.await();
        restoration.cancel();
        RestoreReport<String> report = restoration.await();
        assertThat(report.failed().get("stubborn")).hasMessageContaining("left behind");
        assertThat(report.failed()).containsOnlyKeys("stubborn", "failing");
        assertThat(report.cancelled()).containsExactly("next");
        never.countDown();
    }

    /** A key that has no text. */
    private record Mute(String name) implements Serializable {

        @Override
        public String toString() {
            throw new UnsupportedOperationException("no text");
        }
    }

    @Test
    void an_entry_that_cannot_be_told_as_text_keeps_no_other_from_being_restored() {
        Ledger<Mute, String> ledger = opened.open(LedgerDefinition.named("mute", Mute.class, String.class));
        Mute a = new Mute("a");
        Mute b = new Mute("b");
        ledger.put(a, "1");
        ledger.put(b, "1");
        RestoreReport<Mute> report = Replayer.of(ledger, entry -> {
                    if (entry.key().equals(a)) {
                        throw new IllegalStateException("unspeakable");
                    }
                })
                .restore();
        assertThat(report.restored().equals(List.of(b))).isTrue();
        assertThat(report.failed().keySet().equals(Set.of(a))).isTrue();
    }

    @Test
    void it_is_cancelled_when_its_ledger_is_closed() {
        RestoreReport<String> report = Replayer.of(ledger("a", "b", "c"), entry -> {
                    calls.add(entry.key());
                    opened.close();
                })
                .restore();
        assertThat(calls).containsExactly("a");
        assertThat(report.failed()).isEmpty();
        assertThat(report.cancelled()).containsExactly("b", "c");
    }

    @Test
    void it_is_cancelled_and_waited_for_when_work_is_stopped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Ledger<String, String> ledger = ledger("a", "b");
        Restoration<String> restoration = Replayer.of(ledger, entry -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .inBackground();
        begun.await();
        opened.stopWork();
        assertThat(restoration.report().orElseThrow().cancelled()).containsExactly("b");
        assertThat(Replayer.of(ledger, entry -> calls.add("never")).restore().cancelled())
                .containsExactly("a", "b");
        assertThat(calls).isEmpty();
    }
}
