package io.github.recovery4j;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.takeover.TakeOver;
import io.github.recovery4j.takeover.TakeOverPolicy;
import io.github.recovery4j.takeover.TakeOverStatus.Entry;
import io.github.recovery4j.takeover.TakeOverStatus.Standing;
import io.github.recovery4j.time.BackOff;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Several recoveries on one storage, as the processes of a fleet. Their monotonic clock stands still until it is moved; they
 * look every ten milliseconds of real time.
 */
final class Fleet implements AfterEachCallback {

    private static final TakeOverPolicy POLICY = TakeOverPolicy.every(Duration.ofMillis(10))
            .pausing(new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofSeconds(10);

    /** Where the fleet keeps its runs. */
    enum Place {
        MEMORY,
        FILES,
        JOURNAL
    }

    private final Supplier<Path> directory;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wall =
            new AtomicLong(Instant.parse("2026-11-22T09:00:00Z").toEpochMilli());
    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Storage shared = MemoryStorage.create();
    private Place place = Place.FILES;

    Fleet(Supplier<Path> directory) {
        this.directory = directory;
    }

    /** Sets where it keeps its runs; in files unless set. */
    Fleet in(Place other) {
        place = other;
        if (place == Place.MEMORY) {
            shared = MemoryStorage.create(nanos::get, clock());
        } else if (place == Place.JOURNAL) {
            shared = JournalStorage.builder(directory.get())
                    .ticker(nanos::get)
                    .clock(clock())
                    .open();
            opened.add(shared);
        }
        return this;
    }

    /** Each run begins a second after the one before. */
    InstantSource clock() {
        return () -> Instant.ofEpochMilli(wall.addAndGet(1000));
    }

    Storage storage() {
        return place == Place.FILES
                ? FileStorage.builder(directory.get()).clock(clock()).open()
                : new Undying(shared);
    }

    RecoveryBuilder builder() {
        return Recovery.builder()
                .storage(this::storage)
                .codec(new TestCodec())
                .listener(events::add)
                .leaseTtl(TTL)
                .time(clock(), nanos::get, pause -> LockSupport.parkNanos(1_000_000))
                .shutdownOn(ShutdownTrigger.none());
    }

    Recovery node(RecoverableJob<?, ?, ?>... jobs) {
        return node(builder(), jobs);
    }

    Recovery node(RecoveryBuilder builder, RecoverableJob<?, ?, ?>... jobs) {
        Recovery node = builder.open();
        opened.add(node);
        for (RecoverableJob<?, ?, ?> job : jobs) {
            node.register(job);
        }
        return node;
    }

    TakeOver takingOver(Recovery node) {
        return takingOver(node, policy -> policy);
    }

    TakeOver takingOver(Recovery node, UnaryOperator<TakeOverPolicy> change) {
        return node.takeOver(change.apply(POLICY));
    }

    /** Takes a run as somebody who then dies. */
    void abandon(RunKey run) {
        Storage dying = storage();
        Owner dead = new Owner(Owner.thisProcess().host(), Integer.MAX_VALUE, Instant.EPOCH);
        Lease lease = ((Claim.Acquired) dying.leases().tryAcquire(LeaseKey.of(run), dead, TTL)).lease();
        if (lease.token() > 0) {
            dying.close();
        }
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    <T extends RecoveryEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static Entry awaitStanding(TakeOver takeOver, RunKey run, Standing standing) {
        await(run + " " + standing, () -> entry(takeOver.status().with(standing), run) != null);
        return Objects.requireNonNull(entry(takeOver.status().runs(), run));
    }

    private static @Nullable Entry entry(Collection<Entry> entries, RunKey run) {
        return entries.stream()
                .filter(entry -> entry.run().equals(run))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** One that outlives the recoveries that use it. */
    private static final class Undying extends ForwardingStorage {

        Undying(Storage real) {
            super(real);
        }

        @Override
        public void close() {
            // the others go on
        }
    }
}
