package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run belongs to whoever decides about it, for as long as that takes. */
class SlowDecisionsTest {

    private static final Duration TTL = Duration.ofMillis(100);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger renewals = new AtomicInteger();
    private final MemoryStorage memory = MemoryStorage.create(nanos::get, InstantSource.system());
    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
    private final List<Recovery> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Recovery::close);
    }

    private Recovery open() {
        Storage counting = new ForwardingStorage(memory) {
            @Override
            public LeaseStore leases() {
                return new CountingLeases(super.leases());
            }

            @Override
            public void close() {
                // the next one goes on with it
            }
        };
        Recovery recovery = Recovery.builder()
                .storage(() -> counting)
                .codec(new TestCodec())
                .listener(events::add)
                .leaseTtl(TTL)
                .time(InstantSource.system(), nanos::get, pause -> {})
                .shutdownOn(ShutdownTrigger.none())
                .open();
        opened.add(recovery);
        return recovery;
    }

    @Test
    void the_lease_of_a_run_is_renewed_while_the_live_world_is_asked() {
        open().run(job(dyingAt(7)));
        RunOutcome<Integer> outcome = open().run(unconfigured()
                .validating(state -> {
                    for (int i = 0; i < 3; i++) {
                        nanos.addAndGet(TTL.toNanos() * 2 / 3);
                        int before = renewals.get();
                        Fleet.await("a renewal", () -> renewals.get() > before);
                    }
                    return new Validation.Valid(List.of());
                })
                .work(run -> run.state()));
        assertThat(outcome.orElseThrow()).isEqualTo(7);
        assertThat(events).noneMatch(RecoveryEvent.LeaseLost.class::isInstance);
    }

    @Test
    void whoever_loses_a_run_while_deciding_about_it_does_nothing() {
        open().run(job(dyingAt(7)));
        RunOutcome<Integer> outcome = open().run(unconfigured()
                .validating(state -> {
                    nanos.addAndGet(TTL.toNanos());
                    new CountDownLatch(1).await();
                    return new Validation.Valid(List.of());
                })
                .work(run -> {
                    throw new AssertionError("not to be worked on");
                }));
        assertThat(outcome)
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.LEASE_LOST));
        assertThat(events.stream().filter(RecoveryEvent.LeaseLost.class::isInstance))
                .hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    private final class CountingLeases implements LeaseStore {

        private final LeaseStore real;

        CountingLeases(LeaseStore real) {
            this.real = real;
        }

        @Override
        public Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
            Claim claim = real.tryAcquire(key, owner, ttl);
            return claim instanceof Claim.Acquired acquired
                    ? new Claim.Acquired(new CountedLease(acquired.lease()), acquired.abandoned())
                    : claim;
        }

        @Override
        public Optional<Holder> holder(LeaseKey key) {
            return real.holder(key);
        }
    }

    private final class CountedLease implements Lease {

        private final Lease real;

        CountedLease(Lease real) {
            this.real = real;
        }

        @Override
        public LeaseKey key() {
            return real.key();
        }

        @Override
        public long token() {
            return real.token();
        }

        @Override
        public boolean renew() {
            boolean renewed = real.renew();
            renewals.incrementAndGet();
            return renewed;
        }

        @Override
        public boolean release() {
            return real.release();
        }
    }
}
