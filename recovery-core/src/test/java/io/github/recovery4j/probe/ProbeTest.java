package io.github.recovery4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.process.Shell;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe answers in time, whatever it asks; several are put together in Kleene's logic. */
@Timeout(240)
class ProbeTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void a_question_that_ignores_its_interrupt_is_left_alone() throws Exception {
        Calls calls = new Calls(1, Ticker.system());
        CountDownLatch released = new CountDownLatch(1);
        Probe hanging = Probe.of("hanging", SHORT, () -> ignoringInterrupts(released));
        assertThat(hanging.ask(calls)).isEqualTo(Answer.unknown("no answer within PT0.1S"));
        assertThat(calls.abandoned()).isEqualTo(1);
        released.countDown();
        Shell.await(() -> calls.abandoned() == 0 ? Optional.of(true) : Optional.empty());
    }

    @Test
    void when_too_many_hang_nothing_is_asked_until_some_have_ended() throws Exception {
        Calls calls = new Calls(2, Ticker.system());
        CountDownLatch released = new CountDownLatch(1);
        Probe hanging = Probe.of("hanging", SHORT, () -> ignoringInterrupts(released));
        Probe fine = Probe.of("fine", Shell.LONG, () -> Answer.up(""));
        hanging.ask(calls);
        assertThat(fine.ask(calls)).isInstanceOf(Answer.Up.class);
        hanging.ask(calls);
        assertThat(fine.ask(calls).toString()).startsWith("unknown: 2 calls of this process hang");
        released.countDown();
        Shell.await(() -> calls.abandoned() < 2 ? Optional.of(true) : Optional.empty());
        assertThat(fine.ask(calls)).isInstanceOf(Answer.Up.class);
    }

    private static Answer ignoringInterrupts(CountDownLatch released) {
        while (true) {
            try {
                released.await();
                return Answer.up("too late");
            } catch (InterruptedException e) {
                // as badly written code does
            }
        }
    }

    @Test
    void a_question_is_interrupted_in_time_and_may_leave() throws Exception {
        Calls calls = new Calls(1, Ticker.system());
        AtomicInteger interrupts = new AtomicInteger();
        Probe probe = Probe.of("waiting", SHORT, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw e;
            }
            return Answer.up("");
        });
        assertThat(probe.ask(calls)).isInstanceOf(Answer.Unknown.class);
        Shell.await(() -> calls.abandoned() == 0 ? Optional.of(true) : Optional.empty());
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void who_asks_can_be_interrupted_and_interrupts_the_questions() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Question waiting = () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return Answer.up("");
        };
        FutureTask<Answer> asking = new FutureTask<>(
                Probe.all(Probe.of("a", Shell.LONG, waiting), Probe.of("b", Shell.LONG, waiting))::ask);
        Thread thread = new Thread(asking);
        thread.start();
        asked.await();
        thread.interrupt();
        assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void what_a_question_throws_is_no_answer() throws Exception {
        Probe failing = Probe.of("failing", Shell.LONG, () -> {
            throw new IOException("cannot tell");
        });
        assertThat(failing.ask()).isEqualTo(Answer.unknown("java.io.IOException: cannot tell"));
    }

    @Test
    void parts_are_asked_at_the_same_time() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        Question question = () -> Answer.up("number " + together.await());
        Probe parts = Probe.all(List.of(
                Probe.of("a", Shell.LONG, question),
                Probe.of("b", Shell.LONG, question),
                Probe.of("c", Shell.LONG, question)));
        assertThat(parts.ask()).isInstanceOf(Answer.Up.class);
    }

    @Test
    void a_part_that_hangs_takes_nothing_from_the_others() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Probe hanging = Probe.of("hanging", SHORT, () -> ignoringInterrupts(released));
        Probe down = Probe.of("el", Shell.LONG, () -> Answer.down("refused"));
        assertThat(Probe.all(hanging, down).ask()).isEqualTo(Answer.down("el: refused"));
        assertThat(Probe.any(hanging, down).ask()).isEqualTo(Answer.unknown("hanging: no answer within PT0.1S"));
        released.countDown();
    }

    @Test
    void parts_that_hang_are_interrupted_together_and_have_left_when_there_is_an_answer() throws Exception {
        Calls calls = new Calls(1, Ticker.system());
        AtomicInteger left = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(3);
        Question leavingTogether = () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                together.await(); // only when all are interrupted, anybody leaves
                left.incrementAndGet();
            }
            return Answer.up("too late");
        };
        Probe all = Probe.all(
                Probe.of("a", Duration.ofSeconds(5), leavingTogether),
                Probe.of("b", Duration.ofSeconds(5), leavingTogether),
                Probe.of("c", Duration.ofSeconds(5), leavingTogether));
        assertThat(all.ask(calls)).isInstanceOf(Answer.Unknown.class);
        assertThat(left).hasValue(3);
        assertThat(calls.abandoned()).isZero();
    }

    @Test
    void an_interrupt_or_a_cancellation_within_a_question_is_a_doubt_and_not_one_of_who_asks() throws Exception {
        Probe interrupted = Probe.of("a", Shell.LONG, () -> {
            throw new InterruptedException("its own");
        });
        Probe cancelled = Probe.of("b", Shell.LONG, () -> {
            throw new CancellationException("its own");
        });
        assertThat(Probe.all(interrupted, cancelled).ask()).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void a_timeout_longer_than_a_long_can_count_has_no_end() throws Exception {
        Probe patient = Probe.of("patient", ChronoUnit.FOREVER.getDuration(), () -> Answer.up("at once"));
        assertThat(patient.ask()).isEqualTo(Answer.up("at once"));
        assertThat(Bounded.call("patient", ChronoUnit.FOREVER.getDuration(), () -> 1))
                .isEqualTo(1);
        assertThatThrownBy(() -> Bounded.call("hasty", Duration.ZERO, () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void all_reasons_are_told() throws Exception {
        Probe all = Probe.all(answering("el", "down"), answering("metrics", "up"), answering("cl", "down"));
        assertThat(all.ask()).isEqualTo(Answer.down("el: is down; cl: is down"));
    }

    @Test
    void a_probe_that_is_a_part_twice_is_asked_once() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Probe counting = Probe.of("counting", Shell.LONG, () -> Answer.up("" + asked.incrementAndGet()));
        Probe.all(counting, Probe.any(counting, counting.not()), counting.unless(counting))
                .ask();
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "up,      up,      up,      up,      up",
        "up,      down,    down,    up,      up",
        "up,      unknown, unknown, up,      up",
        "down,    up,      down,    up,      up",
        "down,    down,    down,    down,    down",
        "down,    unknown, down,    unknown, unknown",
        "unknown, up,      unknown, up,      up",
        "unknown, down,    down,    unknown, unknown",
        "unknown, unknown, unknown, unknown, unknown",
    })
    void parts_are_put_together_in_the_logic_of_kleene(
            String first, String second, String all, String any, String unless) throws Exception {
        Probe a = answering("a", first);
        Probe b = answering("b", second);
        assertThat(kind(Probe.all(a, b))).isEqualTo(all);
        assertThat(kind(Probe.any(a, b))).isEqualTo(any);
        assertThat(kind(a.unless(b))).isEqualTo(unless);
        assertThat(kind(Probe.all(a.not(), b.not()).not())).isEqualTo(any);
    }

    @ParameterizedTest
    @CsvSource({"up,is up", "down,down: is down (optional)", "unknown,unknown: is unknown (optional)"})
    void an_optional_probe_is_up_and_tells_what_it_was(String answer, String reason) throws Exception {
        assertThat(answering("metrics", answer).optional().ask()).isEqualTo(Answer.up(reason));
    }

    @Test
    void an_excuse_is_named() throws Exception {
        assertThat(answering("el", "down")
                        .unless(answering("maintenance", "up"))
                        .ask())
                .isEqualTo(Answer.up("down: is down (maintenance is up: is up)"));
    }

    @Test
    void a_timeout_has_to_be_positive() {
        assertThatThrownBy(() -> Probe.of("x", Duration.ZERO, () -> Answer.up("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The timeout of x must be positive, got PT0S");
        assertThatThrownBy(Probe::all).isInstanceOf(IllegalArgumentException.class);
    }

    private static Probe answering(String name, String answer) {
        String reason = "is " + answer;
        return Probe.of(name, Shell.LONG, () -> switch (answer) {
            case "up" -> Answer.up(reason);
            case "down" -> Answer.down(reason);
            default -> Answer.unknown(reason);
        });
    }

    private static String kind(Probe probe) throws InterruptedException {
        return probe.ask().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
