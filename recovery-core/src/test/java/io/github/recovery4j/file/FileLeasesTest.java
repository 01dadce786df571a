package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run has one owner, and only its owner writes. */
class FileLeasesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @Test
    void a_released_owner_can_no_longer_write() {
        Lease lease = stored.save(1);
        lease.release();
        assertThatThrownBy(() -> stored.checkpoints().save(stored.state(2, lease.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("released");
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void whoever_takes_over_from_a_dead_owner_learns_who_it_was() {
        RunKey run = new RunKey("job", RunId.create(Instant.EPOCH));
        try (FileStorage dying = FileStorage.open(directory)) {
            assertThat(dying.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(10)))
                    .isInstanceOfSatisfying(Claim.Acquired.class, acquired -> assertThat(acquired.abandoned())
                            .isEmpty());
        }
        try (FileStorage next = FileStorage.open(directory)) {
            assertThat(next.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(10)))
                    .isInstanceOfSatisfying(Claim.Acquired.class, acquired -> assertThat(acquired.abandoned())
                            .hasValueSatisfying(holder -> {
                                assertThat(holder.owner()).isEqualTo(Owner.thisProcess());
                                assertThat(holder.token()).isEqualTo(1);
                            }));
        }
    }

    @Test
    void an_owner_whose_lock_was_dropped_by_foreign_code_is_fenced_by_the_next_one() throws Exception {
        Lease first = stored.save(1);
        try (RandomAccessFile foreign =
                new RandomAccessFile(directory.resolve("storage.lock").toFile(), "rw")) {
            assertThat(foreign.length()).isZero();
        } // POSIX has now dropped every lock this process holds on the file
        OwnerFile before = OwnerFile.read(new Volume(Disk.local(), directory), LeaseKey.of(stored.run()))
                .orElseThrow();
        Volume volume = new Volume(Disk.local(), directory);
        OwnerFile other = new OwnerFile(
                before.key(), new Holder(new Owner("elsewhere", 1, Instant.EPOCH), 2, Samples.NOW), false);
        volume.replace(volume.owner(LeaseKey.of(stored.run())), other.bytes()); // what another process would do
        assertThat(first.renew()).isFalse();
        assertThatThrownBy(() -> stored.checkpoints().save(stored.state(2, first.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("process 1 on elsewhere");
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void a_run_has_one_owner_in_one_process_too() {
        Lease lease = stored.save(1);
        Claim second = stored.storage()
                .leases()
                .tryAcquire(LeaseKey.of(stored.run()), Owner.thisProcess(), Duration.ofSeconds(1));
        assertThat(second).isInstanceOfSatisfying(Claim.Held.class, held -> assertThat(held.holder())
                .hasValueSatisfying(holder -> {
                    assertThat(holder.owner()).isEqualTo(Owner.thisProcess());
                    assertThat(holder.token()).isEqualTo(lease.token());
                }));
        try (FileStorage again = FileStorage.open(directory)) {
            assertThat(again.leases().tryAcquire(LeaseKey.of(stored.run()), Owner.thisProcess(), Duration.ofSeconds(1)))
                    .isInstanceOf(Claim.Held.class);
        }
        stored.checkpoints().save(stored.state(2, lease.token()));
    }

    @Test
    void tokens_only_grow() throws IOException {
        long last = 0;
        for (int i = 0; i < 5; i++) {
            Lease lease = stored.own();
            assertThat(lease.token()).isGreaterThan(last);
            last = lease.token();
            lease.release();
            if (i == 2) {
                Files.write(stored.jobDirectory().resolve(stored.run().id() + ".owner"), new byte[3]);
            }
        }
    }

    @Test
    void a_holder_is_told_without_taking_part() {
        Lease lease = stored.save(1);
        assertThat(stored.storage().leases().holder(LeaseKey.of(stored.run()))).isPresent();
        lease.release();
        assertThat(stored.storage().leases().holder(LeaseKey.of(stored.run()))).isEmpty();
    }

    @Test
    void removing_a_run_leaves_nothing_and_fences_its_owner() throws IOException {
        Lease lease = stored.save(1, 2, 3);
        stored.checkpoints().record(stored.run(), new Attempts(3, 1, Attempts.Instruction.NONE), lease.token());
        stored.checkpoints().remove(stored.run(), lease.token());
        assertThat(stored.jobDirectory()).isEmptyDirectory();
        assertThatThrownBy(() -> stored.checkpoints().save(stored.state(4, lease.token())))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("removed");
        lease.release();
        assertThat(stored.jobDirectory()).isEmptyDirectory();
    }

    @Test
    void closing_frees_the_leases_and_twice_is_once() {
        stored.save(1);
        stored.storage().close();
        stored.storage().close();
        try (FileStorage next = FileStorage.open(directory)) {
            assertThat(Samples.own(next, stored.run()).token()).isEqualTo(2);
        }
    }

    @Test
    void locks_of_different_runs_do_not_meet() throws IOException {
        try (Disk.Locks locks =
                        Disk.local().locks(directory.resolve("storage.lock").toRealPath());
                Disk.Lock one = locks.tryLock(17).orElseThrow();
                Disk.Lock two = locks.tryLock(18).orElseThrow()) {
            assertThat(one.isValid()).isTrue();
            assertThat(two.isValid()).isTrue();
            assertThat(locks.tryLock(17)).isEmpty();
        }
    }
}
