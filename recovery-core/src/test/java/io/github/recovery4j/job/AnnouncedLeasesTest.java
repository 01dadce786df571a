package io.github.recovery4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.LocalLeases;
import io.github.recovery4j.lease.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnnouncedLeasesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Owner OWNER = new Owner("web-1", 4711, NOW);

    private final RunKey run = new RunKey("job", RunId.create(NOW));
    private final AtomicLong nanos = new AtomicLong();
    private final List<RecoveryEvent> events = new ArrayList<>();
    private final LeaseStore leases =
            new AnnouncedLeases(new LocalLeases("memory", 1, nanos::get, () -> NOW), events::add, () -> NOW);

    private Lease acquire() {
        return ((Claim.Acquired) leases.tryAcquire(LeaseKey.of(run), OWNER, TTL)).lease();
    }

    @Test
    void a_run_that_is_taken_and_given_back_is_told_once() {
        Lease lease = acquire();
        lease.release();
        lease.release();
        assertThat(events)
                .containsExactly(
                        new RecoveryEvent.LeaseAcquired(NOW, run, 1, Optional.empty()),
                        new RecoveryEvent.LeaseReleased(NOW, run, 1));
    }

    @Test
    void whoever_takes_over_is_told_who_did_not_give_it_back() {
        Lease lost = acquire();
        nanos.addAndGet(TTL.toNanos());
        acquire();
        assertThat(events.get(1))
                .isEqualTo(new RecoveryEvent.LeaseAcquired(NOW, run, 2, Optional.of(new Holder(OWNER, 1, NOW))));
        assertThat(lost.renew()).isFalse();
        lost.release();
        assertThat(events).as("what is lost cannot be given back").hasSize(2);
    }

    @Test
    void what_was_lost_without_notice_cannot_be_given_back_either() {
        Lease lost = acquire();
        nanos.addAndGet(TTL.toNanos());
        assertThat(lost.release()).isFalse();
        assertThat(events).hasSize(1);
        acquire();
        assertThat(lost.release()).isFalse();
        assertThat(events)
                .element(1)
                .isEqualTo(new RecoveryEvent.LeaseAcquired(NOW, run, 2, Optional.of(new Holder(OWNER, 1, NOW))));
    }

    @Test
    void a_key_that_makes_no_sense_is_not_taken() {
        LeaseKey key = new LeaseKey("job", "no run has this id");
        assertThatIllegalArgumentException().isThrownBy(() -> leases.tryAcquire(key, OWNER, TTL));
        assertThat(leases.holder(key)).isEmpty();
    }

    @Test
    void a_refusal_and_the_leases_of_admissions_are_nobodys_business() {
        acquire();
        assertThat(leases.tryAcquire(LeaseKey.of(run), OWNER, TTL)).isInstanceOf(Claim.Held.class);
        ((Claim.Acquired) leases.tryAcquire(LeaseKey.admission("job"), OWNER, TTL))
                .lease()
                .release();
        assertThat(events).hasSize(1);
    }
}
