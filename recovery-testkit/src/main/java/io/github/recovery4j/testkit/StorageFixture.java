package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * Opens the storage under test, as often as a test asks for it, and closes what it opened. The base of every contract
 * suite; extend it for tests of your own.
 */
public abstract class StorageFixture {

    /** A time to live that does not end within a test. */
    protected static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Storage> opened = new ArrayList<>();
    private @Nullable Storage first;

    /** Creates a fixture that has not opened anything. */
    protected StorageFixture() {}

    /**
     * Opens the storage: the same place on each call within one test method, an empty place in every other one. The
     * fixture closes it.
     *
     * @return the open storage
     */
    protected abstract Storage open();

    /**
     * {@return whether opening again finds what was saved before} True unless overridden. Tests that open the place
     * twice are skipped where it does not.
     */
    protected boolean survivesReopening() {
        return true;
    }

    /**
     * {@return whether names that differ only by case name different jobs} True unless overridden: a storage on a file
     * system that ignores case may have no choice.
     */
    protected boolean distinguishesCase() {
        return true;
    }

    /**
     * {@return whether the place can be opened while it is open} True unless overridden: a storage may have its place for
     * itself. Tests that open it twice at a time are skipped then.
     */
    protected boolean sharesItsPlace() {
        return true;
    }

    /** {@return the storage under test, opened once, on the first call of any thread} */
    protected final synchronized Storage storage() {
        Storage storage = first;
        if (storage == null) {
            storage = opened();
            first = storage;
        }
        return storage;
    }

    /** {@return the storage opened once more, while the others stay open; skips the test where that is another place} */
    protected final Storage another() {
        assumeTrue(survivesReopening() && sharesItsPlace(), "the place cannot be opened twice");
        return opened();
    }

    /** Closes the storage under test and opens it again; skips the test where nothing survives that. */
    protected final void reopen() {
        assumeTrue(survivesReopening(), "nothing survives reopening");
        storage().close();
        first = opened();
    }

    private Storage opened() {
        Storage storage = open();
        opened.add(storage);
        return storage;
    }

    @AfterEach
    void closeStorages() {
        opened.forEach(Storage::close);
    }

    /**
     * {@return a new run, which nothing is known about yet}
     *
     * @param job its job
     */
    protected static RunKey newRun(String job) {
        return new RunKey(job, RunId.create(Instant.now()));
    }

    /** A new run of the job, with its lease. */
    final OwnedRun owned(String job) {
        return own(storage(), newRun(job));
    }

    static OwnedRun own(Storage storage, RunKey run) {
        return new OwnedRun(storage, run, acquire(storage, LeaseKey.of(run)));
    }

    static Lease acquire(Storage storage, LeaseKey key) {
        Claim claim = storage.leases().tryAcquire(key, Owner.thisProcess(), LONG);
        assertThat(claim).as("the claim of %s", key).isInstanceOf(Claim.Acquired.class);
        return ((Claim.Acquired) claim).lease();
    }

    /** A lease that was lost to another owner: the old one and the one that has it now. */
    record Takeover(Lease lost, Lease now) {}

    /** Lets an owner die with its lease, as the storage sees it, and another one take it over. */
    final Takeover takeover(LeaseKey key) {
        boolean dies = survivesReopening() && sharesItsPlace();
        Storage dying = dies ? opened() : storage();
        Claim claim = dying.leases().tryAcquire(key, Owner.thisProcess(), SHORT);
        assertThat(claim).isInstanceOf(Claim.Acquired.class);
        if (dies) {
            dying.close();
        }
        return new Takeover(((Claim.Acquired) claim).lease(), acquireWhenFree(key));
    }

    /** Asks again and again, as a storage does not tell when a lease becomes free. */
    private Lease acquireWhenFree(LeaseKey key) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Claim claim = storage().leases().tryAcquire(key, Owner.thisProcess(), LONG);
            if (claim instanceof Claim.Acquired acquired) {
                return acquired.lease();
            }
            assertThat(System.nanoTime())
                    .as("the lease of a dead owner, given for %s, must be free within %s", SHORT, PATIENCE)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
