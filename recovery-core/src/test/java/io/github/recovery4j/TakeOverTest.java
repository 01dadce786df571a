package io.github.recovery4j;

import static io.github.recovery4j.Jobs.configured;
import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.Fleet.Place;
import io.github.recovery4j.Jobs.Config;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.Check;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.takeover.TakeOver;
import io.github.recovery4j.takeover.TakeOverStatus.Entry;
import io.github.recovery4j.takeover.TakeOverStatus.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which runs are taken over, when, by whom, and what becomes of those that cannot be. */
class TakeOverTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Fleet fleet = new Fleet(() -> directory);

    private final List<String> done = new CopyOnWriteArrayList<>();

    /** Notes for whom it was done, and from where on. */
    private RecoverableJob<Config, Integer, Object> noting() {
        return configured().work(run -> {
            done.add(run.config().network() + " from " + run.state());
            return "";
        });
    }

    private static RunKey failed(Recovery node, RecoverableJob<Config, Integer, ?> job, String network) {
        RunOutcome<?> outcome = node.run(job, new Config(network));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        return outcome.details().run().orElseThrow();
    }

    private static RunKey failed(Recovery node, RecoverableJob<NoConfig, Integer, ?> job) {
        RunOutcome<?> outcome = node.run(job);
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        return outcome.details().run().orElseThrow();
    }

    private void awaitDone(String... expected) {
        Fleet.await(List.of(expected) + ", got " + done, () -> done.size() >= expected.length);
        assertThat(done).containsExactlyInAnyOrder(expected);
    }

    @ParameterizedTest
    @EnumSource
    void runs_that_were_given_back_go_on_with_their_own_configurations_from_where_they_were(Place place) {
        fleet.in(place);
        Recovery first = fleet.node();
        failed(first, configured().work(dyingAt(3)), "main");
        failed(first, configured().work(dyingAt(4)), "test");
        TakeOver takeOver = fleet.takingOver(fleet.node(noting()));
        awaitDone("main from 3", "test from 4");
        Fleet.await("nothing is left", () -> takeOver.status().runs().isEmpty());
        assertThat(fleet.events(RecoveryEvent.TakenOver.class)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_of_an_owner_that_died_is_taken_over_when_that_can_be_told(Place place) {
        fleet.in(place);
        RunKey run = failed(fleet.node(), configured().work(dyingAt(3)), "main");
        fleet.abandon(run);
        fleet.takingOver(fleet.node(noting()));
        fleet.pass(Duration.ofSeconds(10));
        awaitDone("main from 3");
        assertThat(fleet.events(RecoveryEvent.LeaseAcquired.class))
                .last()
                .satisfies(acquired -> assertThat(acquired.abandoned()).isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_somebody_works_on_is_left_alone_and_so_is_one_that_is_finished(Place place) throws Exception {
        fleet.in(place);
        RecoverableJob<Config, Integer, String> remembered =
                configured().<String>work(run -> "result").remembering(Duration.ofDays(1), String.class);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recovery owner = fleet.node();
        owner.run(remembered, new Config("finished"));
        CompletableFuture<RunOutcome<Integer>> working = CompletableFuture.supplyAsync(() -> owner.run(
                configured().work(run -> {
                    inside.countDown();
                    go.await();
                    return 1;
                }),
                new Config("busy")));
        inside.await();
        fleet.takingOver(fleet.node(noting()));
        failed(owner, configured().work(dyingAt(1)), "free"); // after the others: whoever sees it has seen them
        awaitDone("free from 1");
        go.countDown();
        assertThat(working.get()).isInstanceOf(RunOutcome.Completed.class);
        assertThat(fleet.events(RecoveryEvent.TakenOver.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_was_cancelled_waits_for_its_release_or_a_start(Place place) {
        fleet.in(place);
        Recovery first = fleet.node();
        Work<Config, Integer, Integer> cancelling = run -> {
            run.checkpoint(5);
            first.cancel(run.id());
            new CountDownLatch(1).await();
            return 0;
        };
        RunKey released = first.run(configured().work(cancelling), new Config("released"))
                .details()
                .run()
                .orElseThrow();
        RunKey started = first.run(configured().work(cancelling), new Config("started"))
                .details()
                .run()
                .orElseThrow();
        TakeOver takeOver = fleet.takingOver(fleet.node(noting()));
        Entry parked = Fleet.awaitStanding(takeOver, released, Standing.PARKED);
        assertThat(parked.reason()).contains("was cancelled").contains("release(\"" + released.id() + "\")");
        Fleet.awaitStanding(takeOver, started, Standing.PARKED);
        assertThat(done).isEmpty();
        first.release(released.id());
        awaitDone("released from 5");
        assertThat(first.run(noting(), new Config("started"))).isInstanceOf(RunOutcome.Completed.class);
        assertThat(done).contains("started from 5");
        Fleet.await("nothing is left", () -> takeOver.status().runs().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void poison_is_parked_when_its_attempts_are_used_up_and_keeps_nobody_else_waiting(Place place) {
        fleet.in(place);
        Recovery first = fleet.node();
        AtomicInteger tries = new AtomicInteger();
        RecoverableJob<Config, Integer, Object> job = configured()
                .maxAttempts(3)
                .work(run -> {
                    if (run.config().network().equals("poison")) {
                        tries.incrementAndGet();
                        throw new IOException("poison");
                    }
                    done.add(run.config().network());
                    return "";
                });
        RunKey poison = failed(first, job, "poison");
        failed(first, configured().work(dyingAt(1)), "good");
        TakeOver takeOver = fleet.takingOver(fleet.node(job));
        awaitDone("good");
        for (int attempt = 2; attempt <= 3; attempt++) {
            int wanted = attempt;
            Fleet.await("attempt " + attempt, () -> tries.get() == wanted);
            Entry resting = Fleet.awaitStanding(takeOver, poison, Standing.POSTPONED);
            assertThat(resting.reason()).contains("poison");
            fleet.pass(Duration.ofMinutes(1));
        }
        Entry parked = Fleet.awaitStanding(takeOver, poison, Standing.PARKED);
        assertThat(parked.reason()).contains("was tried 3 times").contains("release(");
        assertThat(fleet.events(RecoveryEvent.RunParked.class)).hasSize(1);
        assertThat(tries).hasValue(3);
        first.release(poison.id());
        Fleet.await("another attempt", () -> tries.get() == 4);
    }

    @Test
    void every_process_of_a_fleet_slows_down_for_a_run_that_ends_again_and_again() {
        Recovery first = fleet.node();
        RecoverableJob<NoConfig, Integer, Integer> crashing = job(run -> {
            throw new IOException("crash");
        });
        failed(first, crashing);
        RunKey run = failed(first, crashing);
        AtomicInteger tries = new AtomicInteger();
        TakeOver takeOver = fleet.takingOver(fleet.node(job(again -> tries.incrementAndGet())));
        Entry resting = Fleet.awaitStanding(takeOver, run, Standing.POSTPONED);
        assertThat(resting.reason()).contains("again and again without getting on");
        assertThat(tries).hasValue(0);
        fleet.pass(Duration.ofSeconds(2));
        Fleet.await("taken over", () -> tries.get() == 1);
    }

    @Test
    void attempts_that_got_on_slow_nobody_down() {
        Recovery first = fleet.node();
        RecoverableJob<NoConfig, Integer, Integer> crashing = job(run -> {
            throw new IOException("crash");
        });
        failed(first, crashing);
        failed(first, crashing);
        failed(first, job(dyingAt(7)));
        AtomicInteger from = new AtomicInteger();
        fleet.takingOver(fleet.node(job(run -> {
            from.set(run.state());
            return "";
        })));
        Fleet.await("taken over", () -> from.get() == 7);
    }

    @Test
    void a_held_run_is_parked_until_it_is_released() {
        Recovery first = fleet.node();
        RecoverableJob.Builder<NoConfig, Integer> held = unconfigured().hold();
        RunKey run = failed(first, held.work(dyingAt(5)));
        AtomicInteger from = new AtomicInteger();
        TakeOver takeOver = fleet.takingOver(fleet.node(held.work(again -> {
            from.set(again.state());
            return "";
        })));
        assertThat(Fleet.awaitStanding(takeOver, run, Standing.PARKED).reason()).contains("waits for release");
        first.release(run.id());
        Fleet.await("taken over", () -> from.get() == 5);
    }

    @Test
    void runs_of_a_job_that_nobody_knows_are_reported_once_and_taken_over_when_it_is_registered() {
        Recovery first = fleet.node();
        RunKey one = failed(first, configured().work(dyingAt(1)), "one");
        RunKey two = failed(first, configured().work(dyingAt(2)), "two");
        Recovery node = fleet.node();
        TakeOver takeOver = fleet.takingOver(node);
        Fleet.awaitStanding(takeOver, one, Standing.WAITING); // somebody else may know it
        Fleet.awaitStanding(takeOver, two, Standing.WAITING);
        assertThat(fleet.events(RecoveryEvent.JobUnknown.class)).isEmpty();
        fleet.pass(Duration.ofSeconds(10));
        Entry unknown = Fleet.awaitStanding(takeOver, one, Standing.UNKNOWN);
        assertThat(unknown.reason()).isEqualTo("no job 'job' is registered here");
        Fleet.awaitStanding(takeOver, two, Standing.UNKNOWN);
        assertThat(fleet.events(RecoveryEvent.JobUnknown.class))
                .singleElement()
                .satisfies(event -> assertThat(event.job()).isEqualTo("job"));
        node.register(noting());
        awaitDone("one from 1", "two from 2");
    }

    @Test
    void a_run_that_this_program_cannot_read_rests_and_keeps_nobody_else_waiting() {
        Recovery first = fleet.node();
        RecoverableJob<String, Integer, Integer> other = RecoverableJob.named("job")
                .config(String.class)
                .state(Integer.class, () -> 0)
                .work(dyingAt(1));
        RunKey unreadable = first.run(other, "other").details().run().orElseThrow();
        failed(first, configured().work(dyingAt(2)), "good");
        TakeOver takeOver = fleet.takingOver(fleet.node(noting()));
        awaitDone("good from 2");
        Entry resting = Fleet.awaitStanding(takeOver, unreadable, Standing.POSTPONED);
        assertThat(resting.reason()).contains("not a Config");
        assertThat(resting.retryIn()).isPresent();
        assertThat(fleet.events(RecoveryEvent.TakeOverPostponed.class)).hasSize(1);
    }

    @Test
    void a_run_about_whose_world_nothing_can_be_told_rests_and_is_kept() {
        AtomicBoolean answers = new AtomicBoolean();
        RecoverableJob.Builder<NoConfig, Integer> job = unconfigured()
                .patience(Patience.NONE)
                .validating(state -> answers.get()
                        ? new Validation.Valid(List.of())
                        : new Validation.Unknown(List.of(Check.unknown("engine", "no answer"))));
        RunKey run = failed(fleet.node(), job.work(dyingAt(6)));
        AtomicInteger from = new AtomicInteger();
        TakeOver takeOver = fleet.takingOver(fleet.node(job.work(again -> {
            from.set(again.state());
            return "";
        })));
        assertThat(Fleet.awaitStanding(takeOver, run, Standing.POSTPONED).reason())
                .contains("could not be told");
        answers.set(true);
        fleet.pass(Duration.ofMinutes(1));
        Fleet.await("taken over", () -> from.get() == 6);
    }

    @Test
    void a_run_whose_world_is_gone_is_begun_anew_with_its_configuration() {
        failed(fleet.node(), configured().work(dyingAt(6)), "main");
        RecoverableJob<Config, Integer, Object> gone = configured()
                .validating(state -> new Validation.Gone(List.of(), Optional.empty()))
                .work(run -> {
                    done.add(run.config().network() + " from " + run.state());
                    return "";
                });
        TakeOver takeOver = fleet.takingOver(fleet.node(gone));
        awaitDone("main from 0");
        Fleet.await("nothing is left", () -> takeOver.status().runs().isEmpty());
    }

    @Test
    void the_oldest_is_taken_first_and_no_more_at_a_time_than_allowed() {
        Recovery first = fleet.node();
        List<RunKey> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(failed(first, configured().work(dyingAt(i)), "n" + i));
        }
        Semaphore go = new Semaphore(0);
        List<RunKey> begun = new CopyOnWriteArrayList<>();
        RecoverableJob<Config, Integer, Object> job = configured().work(run -> {
            begun.add(new RunKey("job", run.id()));
            go.acquire();
            return "";
        });
        TakeOver takeOver = fleet.takingOver(fleet.node(job), policy -> policy.atMost(2));
        Fleet.await("two are begun", () -> begun.size() == 2);
        assertThat(begun).containsExactlyInAnyOrderElementsOf(runs.subList(0, 2));
        assertThat(takeOver.status().with(Standing.WORKING))
                .extracting(Entry::run)
                .isEqualTo(runs.subList(0, 2));
        assertThat(takeOver.status().with(Standing.WAITING))
                .extracting(Entry::run)
                .isEqualTo(runs.subList(2, 6));
        for (int i = 3; i <= 6; i++) {
            go.release();
            int wanted = i;
            Fleet.await("the next is begun", () -> begun.size() == wanted);
            assertThat(begun).last().isEqualTo(runs.get(i - 1));
        }
        go.release(2);
    }

    @ParameterizedTest
    @EnumSource
    void closing_stops_what_was_taken_over_and_the_next_process_goes_on_with_what_it_reported(Place place) {
        fleet.in(place);
        failed(fleet.node(), configured().work(dyingAt(3)), "main");
        CountDownLatch inside = new CountDownLatch(1);
        RecoverableJob<Config, Integer, Object> patient = configured().work(run -> {
            run.report(run.state() + 10);
            inside.countDown();
            new CountDownLatch(1).await();
            return "";
        });
        TakeOver takeOver = fleet.takingOver(fleet.node(patient));
        Fleet.await("begun", () -> inside.getCount() == 0);
        takeOver.close();
        assertThat(takeOver.status().runs()).isEmpty();
        TakeOver next = fleet.takingOver(fleet.node(noting()));
        awaitDone("main from 13");
        next.close();
        next.close();
    }

    @Test
    void closing_the_recovery_stops_what_was_taken_over() {
        failed(fleet.node(), configured().work(dyingAt(3)), "main");
        CountDownLatch inside = new CountDownLatch(1);
        Recovery node = fleet.node(configured().work(run -> {
            run.report(run.state() + 10);
            inside.countDown();
            new CountDownLatch(1).await();
            return "";
        }));
        fleet.takingOver(node);
        Fleet.await("begun", () -> inside.getCount() == 0);
        assertThat(node.shutdown().clean()).isTrue();
        fleet.takingOver(fleet.node(noting()));
        awaitDone("main from 13");
    }

    @Test
    void work_may_close_the_take_over_that_began_it() {
        failed(fleet.node(), configured().work(dyingAt(3)), "main");
        CompletableFuture<TakeOver> mine = new CompletableFuture<>();
        AtomicBoolean closed = new AtomicBoolean();
        Recovery node = fleet.node(configured().work(run -> {
            mine.get().close();
            closed.set(true);
            return "";
        }));
        mine.complete(fleet.takingOver(node));
        Fleet.await("closed", closed::get);
    }

    @Test
    void a_recovery_takes_over_once_and_not_after_its_shutdown() {
        Recovery node = fleet.node(noting());
        TakeOver takeOver = node.takeOver(Duration.ofSeconds(1));
        assertThatThrownBy(() -> node.takeOver(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");
        takeOver.close();
        node.takeOver(Duration.ofSeconds(1));
        node.close();
        assertThatThrownBy(() -> node.takeOver(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shutting down");
        assertThatThrownBy(() -> node.register(noting()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'job'");
        assertThatThrownBy(() -> node.takeOver(Duration.ofMillis(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_storage_that_does_not_work_is_visible_and_asked_again() {
        failed(fleet.node(), configured().work(dyingAt(3)), "main");
        AtomicBoolean broken = new AtomicBoolean(true);
        Recovery node = fleet.node(
                fleet.builder().storage(() -> new BreakingStorage(FileStorage.open(directory), broken)), noting());
        TakeOver takeOver = fleet.takingOver(node);
        Fleet.await("trouble", () -> takeOver.status().trouble().isPresent());
        assertThat(takeOver.status().describe())
                .contains("the last look failed")
                .contains("broken");
        broken.set(false);
        awaitDone("main from 3");
        Fleet.await("no trouble", () -> takeOver.status().trouble().isEmpty());
    }

    @Test
    void a_storage_that_tells_of_releases_is_looked_at_at_once() {
        List<Runnable> listeners = new CopyOnWriteArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        Storage telling = new ForwardingStorage(FileStorage.open(directory)) {
            @Override
            public Hearing onRelease(Runnable listener) {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }

            @Override
            public List<RunKey> unowned(Predicate<RunKey> asked) {
                looks.incrementAndGet();
                return super.unowned(asked);
            }
        };
        Recovery node = fleet.node(fleet.builder().storage(() -> telling), noting());
        TakeOver takeOver = node.takeOver(Duration.ofDays(1));
        Fleet.await("the first look", () -> looks.get() == 1);
        failed(fleet.node(), configured().work(dyingAt(3)), "main");
        listeners.forEach(Runnable::run);
        awaitDone("main from 3");
        failed(fleet.node(), configured().work(dyingAt(4)), "test");
        takeOver.look();
        awaitDone("main from 3", "test from 4");
        takeOver.close();
        assertThat(listeners).isEmpty();
    }

    @Test
    void a_rollback_that_is_stuck_is_tried_again() {
        AtomicBoolean undoable = new AtomicBoolean();
        RecoverableJob<String, ?, Object> saga = RecoverableJob.saga("trip")
                .compensating("hotel", String.class, (hotel, step) -> {
                    if (!undoable.get()) {
                        throw new IOException("the hotel does not answer");
                    }
                    done.add(hotel);
                })
                .work(run -> {
                    run.step("hotel", String.class).call(step -> "hotel undone");
                    throw new IOException("no flight");
                });
        Recovery first = fleet.node();
        RunOutcome<Object> stuck = first.run(saga, "trip-1");
        assertThat(stuck).isInstanceOf(RunOutcome.Stuck.class);
        undoable.set(true);
        TakeOver takeOver = fleet.takingOver(fleet.node(saga));
        awaitDone("hotel undone");
        Fleet.await("nothing is left", () -> takeOver.status().runs().isEmpty());
    }

    @Test
    void a_release_that_comes_while_a_run_is_being_parked_is_not_missed() {
        RecoverableJob.Builder<NoConfig, Integer> held = unconfigured().hold();
        Recovery operator = fleet.node();
        RunKey run = failed(operator, held.work(dyingAt(5)));
        AtomicBoolean released = new AtomicBoolean();
        AtomicInteger from = new AtomicInteger();
        Recovery node = fleet.node(
                fleet.builder().listener(event -> {
                    if (event instanceof RecoveryEvent.LeaseReleased && !released.getAndSet(true)) {
                        operator.release(run.id()); // it was refused, and is not parked yet
                    }
                }),
                held.work(again -> {
                    from.set(again.state());
                    return "";
                }));
        fleet.takingOver(node);
        Fleet.await("taken over", () -> from.get() == 5);
    }

    @Test
    void a_run_that_is_damaged_altogether_is_kept_as_evidence_and_hides_nobody() throws IOException {
        Recovery first = fleet.node();
        RunKey damaged = failed(first, configured().work(dyingAt(1)), "damaged");
        try (Stream<Path> files = Files.list(directory.resolve("job"))) {
            for (Path file :
                    files.filter(path -> path.toString().contains(".json")).toList()) {
                Files.writeString(file, "nothing of ours");
            }
        }
        failed(first, configured().work(dyingAt(2)), "good");
        TakeOver takeOver = fleet.takingOver(fleet.node(noting()));
        awaitDone("good from 2");
        Fleet.await("nothing is left", () -> takeOver.status().runs().isEmpty());
        assertThat(fleet.events(RecoveryEvent.Quarantined.class)).isNotEmpty().allMatch(event -> event.run()
                .equals(damaged));
    }

    @Test
    void work_that_throws_an_error_rests_like_any_other() {
        RunKey run = failed(fleet.node(), configured().work(dyingAt(3)), "main");
        TakeOver takeOver = fleet.takingOver(fleet.node(configured().work(again -> {
            throw new AssertionError("not again");
        })));
        assertThat(Fleet.awaitStanding(takeOver, run, Standing.POSTPONED).reason())
                .contains("not again");
    }
}
