package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.recovery4j.event.RecoveryEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ReconcilerTest {

    @RegisterExtension
    final OpenLedger opened = new OpenLedger();

    private final World world = new World();

    private Reconciler<String, String, Integer> looking() {
        return Reconciler.of(opened.services(), world::look);
    }

    private Reconciler<String, String, Integer> repairing() {
        return world.repairing(opened.services());
    }

    private Ledger<String, String> ledger(String... keys) {
        for (String key : keys) {
            opened.services().put(key, "spec");
        }
        return opened.services();
    }

    @Test
    void what_is_as_it_should_be_is_clean() {
        ledger("a");
        world.start("a");
        assertThat(looking().look().isClean()).isTrue();
        assertThat(repairing().repair().repairs()).isEmpty();
        assertThat(opened.told(RecoveryEvent.Reconciled.class)).isEmpty();
    }

    @Test
    void every_kind_of_difference_is_told() {
        ledger("missing", "twice", "gone", "unknown").retire("gone", "enough");
        world.start("twice");
        world.start("twice");
        world.start("gone");
        world.start("orphan");
        world.unknown.put("unknown", "no answer");
        ReconcileReport<String, String, Integer> report = looking().look();
        assertThat(report.missing()).extracting(LedgerEntry::key).containsExactly("missing");
        assertThat(report.duplicated()).containsOnlyKeys("twice");
        assertThat(report.aliveThoughRetired()).containsExactly(new Instance<>("gone", 3));
        assertThat(report.orphaned()).containsExactly(new Instance<>("orphan", 4));
        assertThat(report.unknown()).containsEntry("unknown", "no answer");
        assertThat(report.isClean()).isFalse();
        assertThat(report.describe())
                .contains("1 missing, 1 orphaned, 1 alive though retired, 1 duplicated, 1 unknown");
        assertThat(looking().repair().repairs()).as("no policy, no repair").isEmpty();
        assertThat(world.keys()).containsExactly("gone", "orphan", "twice", "twice");
    }

    @Test
    void what_was_asked_for_is_repaired() {
        ledger("missing", "twice", "gone").retire("gone", "enough");
        world.start("twice");
        world.start("twice");
        world.start("gone");
        world.start("orphan");
        ReconcileReport<String, String, Integer> report = repairing().repair();
        assertThat(report.repairs()).hasSize(4).allMatch(repair -> repair.outcome() == Repair.Outcome.DONE);
        assertThat(world.keys()).containsExactly("missing", "twice");
        assertThat(looking().look().isClean()).isTrue();
        assertThat(opened.told(RecoveryEvent.Reconciled.class))
                .extracting(RecoveryEvent.Reconciled::repaired)
                .containsExactly(4);
    }

    @Test
    void nothing_is_repaired_of_which_nothing_is_known() {
        ledger("a", "b");
        world.unknown.put("a", "no answer");
        world.unknown.put("orphan", "no answer");
        world.start("orphan");
        assertThat(repairing().repair().repairs()).extracting(Repair::what).containsExactly("missing b");
        world.alive.clear();
        world.unknown.clear();
        world.blind = Optional.of("the daemon does not answer");
        ReconcileReport<String, String, Integer> report = repairing().repair();
        assertThat(report.repairs()).isEmpty();
        assertThat(report.missing()).isEmpty();
        assertThat(report.blind()).isPresent();
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void an_inventory_that_fails_or_is_late_cannot_tell() {
        ledger("a");
        Reconciler<String, String, Integer> failing = Reconciler.<String, String, Integer>of(opened.services(), () -> {
                    throw new IOException("no such socket");
                })
                .onMissing(entry -> world.start(entry.key()));
        assertThat(failing.repair().blind().orElseThrow()).contains("no such socket");
        Reconciler<String, String, Integer> late = Reconciler.<String, String, Integer>of(opened.services(), () -> {
                    new CountDownLatch(1).await();
                    return Sighting.of(List.of());
                })
                .timeLimit(Duration.ofMillis(20))
                .onMissing(entry -> world.start(entry.key()));
        assertThat(late.repair().blind().orElseThrow()).contains("longer than");
        assertThat(world.alive).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void what_was_put_again_after_its_retirement_is_never_ended() {
        Ledger<String, String> ledger = ledger("a");
        ledger.retire("a", "enough");
        int started = world.start("a");
        world.beforeLook = () -> {
            if (world.looks == 2) {
                ledger.put("a", "again"); // and what runs is taken over by it
            }
        };
        ReconcileReport<String, String, Integer> report = repairing().repair();
        assertThat(report.aliveThoughRetired()).containsExactly(new Instance<>("a", started));
        assertThat(report.repairs()).extracting(Repair::outcome).containsExactly(Repair.Outcome.LEFT);
        assertThat(world.alive).containsKey(started);
    }

    @Test
    void what_is_started_or_retired_between_the_looks_is_left_alone() {
        Ledger<String, String> ledger = ledger("late", "retired");
        world.beforeLook = () -> {
            if (world.looks == 2) {
                world.start("late");
                ledger.retire("retired", "enough");
            }
        };
        assertThat(repairing().repair().repairs())
                .hasSize(2)
                .allMatch(repair -> repair.outcome() == Repair.Outcome.LEFT);
        assertThat(world.keys()).containsExactly("late");
    }

    @Test
    void what_changed_a_short_while_ago_is_spared() {
        Ledger<String, String> ledger = ledger("old", "ended");
        opened.pass(Duration.ofMinutes(1));
        ledger.put("young", "spec");
        ledger.retire("ended", "enough");
        world.start("ended");
        Reconciler<String, String, Integer> sparing = repairing().sparing(Duration.ofSeconds(10));
        assertThat(sparing.repair().repairs()).extracting(Repair::what).containsExactly("missing old");
        opened.pass(Duration.ofSeconds(10));
        assertThat(sparing.repair().repairs()).hasSize(2);
    }

    @Test
    void a_repair_that_fails_keeps_no_other_from_being_done() {
        ledger("a", "b");
        ReconcileReport<String, String, Integer> report = looking()
                .onMissing(entry -> {
                    if (entry.key().equals("a")) {
                        throw new IOException("no room");
                    }
                    world.start(entry.key());
                })
                .repair();
        assertThat(report.repairs())
                .extracting(Repair::outcome)
                .containsExactly(Repair.Outcome.FAILED, Repair.Outcome.DONE);
    }

    @Test
    void what_has_expired_is_alive_though_retired() {
        opened.services().put("a", "spec", Duration.ofMinutes(1));
        world.start("a");
        assertThat(looking().look().isClean()).isTrue();
        opened.pass(Duration.ofMinutes(1));
        assertThat(looking().look().aliveThoughRetired()).hasSize(1);
    }

    @Test
    void a_patrol_repairs_again_and_again_and_survives_failures() throws Exception {
        ledger("a");
        CountDownLatch rounds = new CountDownLatch(5);
        AtomicInteger looks = new AtomicInteger();
        Reconciler<String, String, Integer> reconciler =
                Reconciler.<String, String, Integer>of(opened.services(), () -> {
                    rounds.countDown();
                    if (looks.incrementAndGet() % 2 == 0) {
                        throw new IOException("now and then");
                    }
                    return Sighting.of(List.of());
                });
        try (Patrol patrol = reconciler.every(Duration.ofSeconds(1), pause -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        })) {
            rounds.await();
        }
        assertThat(looks.get()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void a_patrol_ends_when_the_ledger_is_closed() throws Exception {
        ledger("a");
        Patrol patrol = looking().every(Duration.ofMillis(1), pause -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        });
        opened.close();
        patrol.join();
        patrol.close();
    }

    /** Whatever happens meanwhile: nothing that should be alive is ended, and in the end everything is as it should be. */
    @Test
    void what_is_listed_twice_is_one() {
        ledger("a");
        Instance<String, Integer> one = new Instance<>("a", 1);
        assertThat(Reconciler.<String, String, Integer>of(opened.services(), () -> Sighting.of(List.of(one, one)))
                        .look()
                        .isClean())
                .isTrue();
    }

    @Test
    void a_handle_of_two_keys_tells_nothing_of_either() {
        ledger("a", "gone").retire("gone", "enough");
        ReconcileReport<String, String, Integer> report = Reconciler.<String, String, Integer>of(
                        opened.services(),
                        () -> Sighting.of(List.of(new Instance<>("a", 1), new Instance<>("gone", 1))))
                .onAliveThoughRetired(world::kill)
                .repair();
        assertThat(report.unknown()).containsOnlyKeys("a", "gone");
        assertThat(report.repairs()).isEmpty();
    }

    @Test
    void what_was_only_updated_is_repaired_with_its_new_value() {
        Ledger<String, String> ledger = ledger("a");
        List<String> started = new ArrayList<>();
        world.beforeLook = () -> ledger.update("a", value -> "look " + world.looks);
        looking().onMissing(entry -> started.add(entry.value())).repair();
        assertThat(started).containsExactly("look 2");
    }

    @Test
    void right_before_each_repair_the_world_is_looked_at_again() {
        ledger("a", "b", "c");
        ReconcileReport<String, String, Integer> report = looking()
                .onMissing(entry -> {
                    world.start(entry.key());
                    if (entry.key().equals("a")) {
                        world.start("b"); // as somebody else may
                    }
                })
                .repair();
        assertThat(report.repairs())
                .extracting(Repair::outcome)
                .containsExactly(Repair.Outcome.DONE, Repair.Outcome.LEFT, Repair.Outcome.DONE);
        assertThat(world.keys()).containsExactly("a", "b", "c");
    }

    @Test
    void what_was_put_again_is_no_duplicate_of_what_was_put_before() {
        Ledger<String, String> ledger = ledger("a");
        world.start("a");
        world.start("a");
        world.beforeLook = () -> {
            if (world.looks == 2) {
                ledger.retire("a", "restart");
                ledger.put("a", "spec");
            }
        };
        assertThat(repairing().repair().repairs()).extracting(Repair::outcome).containsExactly(Repair.Outcome.LEFT);
        assertThat(world.keys()).containsExactly("a", "a");
    }

    @Test
    void an_error_in_a_repair_fails_that_repair_and_is_told() {
        ledger("a", "b");
        ReconcileReport<String, String, Integer> report = looking()
                .onMissing(entry -> {
                    if (entry.key().equals("a")) {
                        throw new StackOverflowError("too deep");
                    }
                    world.start(entry.key());
                })
                .repair();
        assertThat(report.repairs())
                .extracting(Repair::outcome)
                .containsExactly(Repair.Outcome.FAILED, Repair.Outcome.DONE);
        assertThat(opened.told(RecoveryEvent.Reconciled.class))
                .extracting(RecoveryEvent.Reconciled::repaired, RecoveryEvent.Reconciled::failed)
                .containsExactly(tuple(1, 1));
    }

    @Test
    void a_repair_that_ignores_interrupts_is_left_behind_and_not_begun_again() {
        ledger("stubborn", "b");
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Reconciler<String, String, Integer> reconciler = looking()
                .onMissing(entry -> {
                    if (entry.key().equals("b")) {
                        world.start(entry.key());
                        return;
                    }
                    begun.incrementAndGet();
                    while (never.getCount() > 0) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.interrupted();
                        }
                    }
                })
                .timeLimit(Duration.ofMillis(20));
        assertThat(reconciler.repair().repairs())
                .extracting(Repair::outcome)
                .containsExactly(Repair.Outcome.FAILED, Repair.Outcome.DONE);
        Repair again = reconciler.repair().repairs().get(0);
        assertThat(again.outcome()).isEqualTo(Repair.Outcome.FAILED);
        assertThat(again.detail()).contains("has not ended since");
        assertThat(begun).hasValue(1);
        never.countDown();
    }

    @Test
    void an_interrupt_that_comes_while_something_is_late_is_kept() {
        ledger("a");
        Thread caller = Thread.currentThread();
        looking()
                .onMissing(entry -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        caller.interrupt(); // after the time was over
                        throw e;
                    }
                })
                .timeLimit(Duration.ofMillis(20))
                .repair();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_patrol_survives_errors() throws Exception {
        ledger("a");
        CountDownLatch rounds = new CountDownLatch(3);
        Reconciler<String, String, Object> reconciler = Reconciler.<String, String, Object>of(opened.services(), () -> {
            rounds.countDown();
            if (rounds.getCount() % 2 == 0) {
                throw new StackOverflowError("endless look");
            }
            return Sighting.of(List.of(new Instance<>("a", new Object() {
                @Override
                public int hashCode() {
                    throw new StackOverflowError("endless");
                }
            })));
        });
        try (Patrol patrol = reconciler.every(Duration.ofSeconds(1), ReconcilerTest::passAtOnce)) {
            rounds.await();
            assertThat(patrol).isNotNull();
        }
    }

    private static void passAtOnce(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Test
    void a_patrol_ends_when_work_is_stopped() throws Exception {
        ledger("a");
        Patrol patrol = looking().every(Duration.ofMillis(1), ReconcilerTest::passAtOnce);
        opened.stopWork();
        patrol.join();
        looking().every(Duration.ofMillis(1), ReconcilerTest::passAtOnce).join();
    }
}
