package io.github.recovery4j.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger lost = new AtomicInteger();

    private LeaseKeeper keeper(Renewal renewal) {
        return new LeaseKeeper(new FakeLease(renewal), TTL, nanos::get, lost::incrementAndGet);
    }

    @FunctionalInterface
    private interface Renewal {
        boolean renew();
    }

    private record FakeLease(Renewal renewal) implements Lease {
        @Override
        public LeaseKey key() {
            return LeaseKey.admission("job");
        }

        @Override
        public long token() {
            return 1;
        }

        @Override
        public boolean renew() {
            return renewal.renew();
        }

        @Override
        public boolean release() {
            throw new UnsupportedOperationException();
        }
    }

    /** A timer forgets a task that throws, and the lease would run out unnoticed. */
    @Test
    void whatever_a_renewal_throws_is_a_renewal_that_may_succeed_next_time() {
        LeaseKeeper keeper = keeper(() -> {
            throw new LinkageError("test");
        });
        keeper.run();
        nanos.addAndGet(LeaseKeeper.interval(TTL).toNanos());
        keeper.run();
        assertThat(lost).hasValue(0);
    }

    @Test
    void a_lease_is_lost_before_its_time_is_up_when_the_next_renewal_would_come_too_late() {
        LeaseKeeper keeper = keeper(() -> {
            throw new LinkageError("test");
        });
        nanos.addAndGet(LeaseKeeper.interval(TTL).toNanos());
        keeper.run();
        nanos.addAndGet(TTL.toNanos() - 2 * LeaseKeeper.interval(TTL).toNanos());
        keeper.run();
        assertThat(lost).hasValue(1);
        keeper.run();
        assertThat(lost).as("it is told once").hasValue(1);
    }

    @Test
    void a_lease_is_lost_before_its_time_is_up_when_the_store_does_not_answer() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        LeaseKeeper keeper = keeper(() -> {
            meanwhile.get().run();
            return true;
        });
        meanwhile.set(() -> {
            nanos.addAndGet(TTL.toNanos() * 3 / 4);
            keeper.look();
            assertThat(lost).as("there is time left").hasValue(0);
            nanos.addAndGet(TTL.toNanos() / 6);
            keeper.look();
            assertThat(lost).hasValue(1);
        });
        keeper.run();
    }

    /** Its time is up, and perhaps nobody has taken the lease. */
    @Test
    void a_process_that_was_stopped_asks_before_it_gives_up() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        LeaseKeeper keeper = keeper(() -> {
            meanwhile.get().run();
            return true;
        });
        nanos.addAndGet(100 * TTL.toNanos());
        keeper.look();
        meanwhile.set(keeper::look);
        keeper.run();
        keeper.look();
        assertThat(lost).hasValue(0);
    }

    @Test
    void a_lease_that_cannot_be_renewed_is_lost_at_once() {
        LeaseKeeper keeper = keeper(() -> false);
        keeper.run();
        assertThat(lost).hasValue(1);
        keeper.run();
        assertThat(lost).as("it is told once").hasValue(1);
    }

    @Test
    void a_lease_that_is_renewed_is_not_lost_however_long_it_lasts() {
        LeaseKeeper keeper = keeper(() -> true);
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(TTL.toNanos());
            keeper.run();
        }
        assertThat(lost).hasValue(0);
    }
}
