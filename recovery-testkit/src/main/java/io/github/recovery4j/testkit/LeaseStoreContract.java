package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a {@link LeaseStore} keeps: one owner at a time, growing tokens, and no trouble from those who are late. */
public abstract class LeaseStoreContract extends StorageFixture {

    private static final Owner ELSEWHERE = new Owner("elsewhere.example", 4711, Instant.parse("2026-01-01T00:00:00Z"));

    private final LeaseKey key = LeaseKey.of(newRun("job"));

    /** Creates the suite. */
    protected LeaseStoreContract() {}

    private LeaseStore leases() {
        return storage().leases();
    }

    private Claim claim(LeaseKey wanted) {
        return leases().tryAcquire(wanted, Owner.thisProcess(), LONG);
    }

    @Test
    void a_free_lease_is_acquired() {
        assertThat(leases().holder(key)).isEmpty();
        Lease lease = acquire(storage(), key);
        assertThat(lease.key()).isEqualTo(key);
        assertThat(lease.token()).isPositive();
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void a_lease_that_is_held_is_refused_with_the_name_of_its_holder() {
        Claim first = leases().tryAcquire(key, ELSEWHERE, LONG);
        long token = ((Claim.Acquired) first).lease().token();
        Claim second = claim(key);
        assertThat(second).isInstanceOfSatisfying(Claim.Held.class, held -> assertThat(held.holder())
                .hasValueSatisfying(holder -> {
                    assertThat(holder.owner()).isEqualTo(ELSEWHERE);
                    assertThat(holder.token()).isEqualTo(token);
                    assertThat(holder.since()).isNotNull();
                    assertThat(holder.toString()).contains("elsewhere.example", "4711");
                }));
    }

    @Test
    void an_owner_that_asks_again_is_refused_like_anybody_else() {
        Lease lease = acquire(storage(), key);
        assertThat(claim(key)).isInstanceOf(Claim.Held.class);
        assertThat(lease.renew()).as("the refusal does not harm the lease").isTrue();
    }

    @Test
    void a_lease_is_refused_to_every_other_opening_of_the_storage() {
        Lease lease = acquire(storage(), key);
        Storage other = another();
        assertThat(other.leases().tryAcquire(key, ELSEWHERE, LONG)).isInstanceOf(Claim.Held.class);
        assertThat(other.leases().holder(key).map(Holder::token)).contains(lease.token());
        lease.release();
        assertThat(acquire(other, key).token()).isGreaterThan(lease.token());
        assertThat(claim(key)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void a_released_lease_is_free_at_once() {
        Lease lease = acquire(storage(), key);
        lease.release();
        assertThat(leases().holder(key)).isEmpty();
        assertThat(lease.renew()).isFalse();
        assertThat(acquire(storage(), key).token()).isGreaterThan(lease.token());
    }

    @Test
    void tokens_grow_with_every_acquisition() {
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Lease lease = acquire(storage(), key);
            tokens.add(lease.token());
            lease.release();
        }
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_owner_who_gave_its_lease_back_has_not_abandoned_it() {
        for (int i = 0; i < 3; i++) {
            assertThat(claim(key)).isInstanceOfSatisfying(Claim.Acquired.class, acquired -> {
                assertThat(acquired.abandoned()).isEmpty();
                acquired.lease().release();
            });
        }
    }

    @Test
    void tokens_grow_over_reopening() {
        long last = 0;
        for (int i = 0; i < 3; i++) {
            Lease lease = acquire(storage(), key);
            assertThat(lease.token()).isGreaterThan(last);
            last = lease.token();
            if (i == 1) {
                lease.release();
            }
            reopen();
        }
        assertThat(acquire(storage(), key).token()).isGreaterThan(last);
    }

    @Test
    void the_holder_is_told_without_taking_part() {
        Lease lease = acquire(storage(), key);
        Holder holder = leases().holder(key).orElseThrow();
        assertThat(holder.owner()).isEqualTo(Owner.thisProcess());
        assertThat(holder.token()).isEqualTo(lease.token());
        assertThat(leases().holder(key)).contains(holder);
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void renewing_keeps_the_token() {
        Lease lease = acquire(storage(), key);
        long token = lease.token();
        assertThat(lease.renew()).isTrue();
        assertThat(lease.renew()).isTrue();
        assertThat(lease.token()).isEqualTo(token);
        assertThat(leases().holder(key).map(Holder::token)).contains(token);
    }

    @Test
    void releasing_twice_does_nothing_more() {
        Lease first = acquire(storage(), key);
        assertThat(first.release()).isTrue();
        assertThat(first.release()).isFalse();
        Lease second = acquire(storage(), key);
        assertThat(first.release()).isFalse();
        assertThat(first.renew()).isFalse();
        assertThat(second.renew()).isTrue();
        assertThat(claim(key)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void a_dead_owner_frees_its_lease_and_cannot_come_back() {
        Takeover takeover = takeover(key);
        assertThat(takeover.now().token()).isGreaterThan(takeover.lost().token());
        assertThat(renewed(takeover.lost())).isFalse();
        assertThat(takeover.lost().release()).isFalse();
        assertThat(takeover.now().renew()).isTrue();
        assertThat(leases().holder(key).map(Holder::token))
                .contains(takeover.now().token());
        assertThat(claim(key)).isInstanceOf(Claim.Held.class);
    }

    /** An owner whose storage is closed may not be able to tell; but it must not think that it owns anything. */
    private static boolean renewed(Lease lease) {
        try {
            return lease.renew();
        } catch (LeaseException e) {
            return false;
        }
    }

    @Test
    void leases_of_different_keys_do_not_meet() {
        List<LeaseKey> keys = List.of(
                key,
                LeaseKey.admission("job"),
                LeaseKey.admission("job2"),
                new LeaseKey("a_b", "c"),
                new LeaseKey("a", "b_c"),
                new LeaseKey("a/b", "c"),
                new LeaseKey("a", "b/c"),
                new LeaseKey("ab", "c"),
                new LeaseKey("a", "bc"),
                new LeaseKey("job2", key.name()));
        List<Lease> held = keys.stream().map(each -> acquire(storage(), each)).toList();
        held.get(0).release();
        for (int i = 1; i < keys.size(); i++) {
            assertThat(held.get(i).renew()).as("%s", keys.get(i)).isTrue();
            assertThat(claim(keys.get(i))).as("%s", keys.get(i)).isInstanceOf(Claim.Held.class);
        }
    }

    @Test
    void jobs_that_differ_only_by_case_have_different_leases() {
        assumeTrue(distinguishesCase(), "the medium does not distinguish case");
        Lease lower = acquire(storage(), LeaseKey.admission("web"));
        Lease upper = acquire(storage(), LeaseKey.admission("Web"));
        lower.release();
        assertThat(upper.renew()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_job_of_any_name_can_be_owned(HostileName name) {
        LeaseKey admission = LeaseKey.admission(name.text);
        Lease lease = acquire(storage(), admission);
        assertThat(lease.key()).isEqualTo(admission);
        assertThat(claim(admission)).isInstanceOf(Claim.Held.class);
        assertThat(leases().holder(admission).map(Holder::token)).contains(lease.token());
        lease.release();
        assertThat(acquire(storage(), admission).token()).isGreaterThan(lease.token());
    }

    @Test
    void of_many_threads_one_gets_the_lease() throws Exception {
        for (int round = 0; round < 10; round++) {
            Queue<Lease> acquired = new ConcurrentLinkedQueue<>();
            new Together()
                    .add(8, () -> {
                        if (claim(key) instanceof Claim.Acquired mine) {
                            acquired.add(mine.lease());
                        }
                    })
                    .run();
            assertThat(acquired).hasSize(1);
            acquired.element().release();
        }
    }

    @Test
    void threads_that_take_turns_own_it_one_at_a_time_under_growing_tokens() throws Exception {
        Queue<Long> tokens = new ConcurrentLinkedQueue<>();
        AtomicInteger owners = new AtomicInteger();
        new Together()
                .add(4, () -> {
                    for (int taken = 0; taken < 10; ) {
                        if (claim(key) instanceof Claim.Acquired mine) {
                            assertThat(owners.incrementAndGet()).isEqualTo(1);
                            tokens.add(mine.lease().token());
                            taken++;
                            owners.decrementAndGet();
                            mine.lease().release();
                        }
                    }
                })
                .run();
        assertThat(List.copyOf(tokens)).hasSize(40).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_interrupted_thread_acquires_renews_and_releases_and_stays_interrupted() {
        Lease other = acquire(storage(), LeaseKey.admission("another job"));
        Thread.currentThread().interrupt();
        try {
            Lease lease = acquire(storage(), key);
            assertThat(lease.renew()).isTrue();
            assertThat(leases().holder(key)).isPresent();
            lease.release();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(leases().holder(key)).isEmpty();
        assertThat(other.renew()).as("the leases of others are not harmed").isTrue();
    }

    @Test
    void nothing_is_owned_through_a_closed_storage() {
        Lease lease = acquire(storage(), key);
        LeaseStore leases = leases();
        storage().close();
        assertThatExceptionOfType(LeaseException.class)
                .isThrownBy(() -> leases.tryAcquire(LeaseKey.admission("job"), Owner.thisProcess(), LONG));
        assertThatExceptionOfType(LeaseException.class).isThrownBy(() -> leases.holder(key));
        assertThat(renewed(lease)).isFalse();
        lease.release();
    }
}
