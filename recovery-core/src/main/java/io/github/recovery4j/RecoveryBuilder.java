package io.github.recovery4j;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.codec.CompressingCodec;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.file.FileSettings;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.JobRunner;
import io.github.recovery4j.job.RecoveryMode;
import io.github.recovery4j.job.Services;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import io.github.recovery4j.shutdown.ShutdownCoordinator;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.takeover.Scene;
import io.github.recovery4j.takeover.TakeOvers;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a {@link Recovery}. What is not said here is as system properties and environment variables say, see {@link
 * RecoverySettings}. Not safe for use by many threads.
 */
public final class RecoveryBuilder {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private @Nullable Function<Settings, Storage> storage;
    private @Nullable StateCodec codec;
    private @Nullable Function<Settings, AuditLog> audit;
    private RecoveryMode mode = RecoveryMode.REQUIRED;
    private Tunable<Duration> leaseTtl = RecoverySettings.LEASE_TTL;
    private Tunable<Duration> grace = RecoverySettings.SHUTDOWN_GRACE;
    private Supplier<Settings> settings = RecoverySettings::ofProcess;
    private ShutdownTrigger trigger = ShutdownTrigger.jvm();
    private final List<RecoveryListener> listeners = new ArrayList<>();
    private InstantSource clock = InstantSource.system();
    private Ticker ticker = Ticker.system();
    private Waiter waiter = Waiter.system();

    RecoveryBuilder() {}

    /**
     * Keeps runs as files in a directory, with the default settings of {@link FileStorage}.
     *
     * @param directory where; created if it does not exist
     * @return this
     */
    public RecoveryBuilder directory(Path directory) {
        return opening(set -> FileStorage.builder(directory)
                .retention(FileSettings.retention(set))
                .open());
    }

    /**
     * Keeps runs in a storage.
     *
     * @param opener opens it; the recovery closes it
     * @return this
     */
    public RecoveryBuilder storage(Supplier<Storage> opener) {
        return opening(set -> opener.get());
    }

    private RecoveryBuilder opening(Function<Settings, Storage> opener) {
        this.storage = opener;
        return this;
    }

    /**
     * Sets the codec. The default is the only one that {@link ServiceLoader} finds. A {@link CompressingCodec} compresses
     * what another one writes; what was compressed can be read with every codec.
     *
     * @param other encodes configurations, states and results
     * @return this
     */
    public RecoveryBuilder codec(StateCodec other) {
        this.codec = other;
        return this;
    }

    /**
     * Sets what to do when recovery itself does not work; {@link RecoveryMode#REQUIRED} unless set.
     *
     * @param other the mode
     * @return this
     */
    public RecoveryBuilder mode(RecoveryMode other) {
        this.mode = other;
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what happens
     * @return this
     */
    public RecoveryBuilder listener(RecoveryListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Records what happens in an audit log in a directory, with the default settings of {@link AuditLog} and the clocks of
     * this builder.
     *
     * @param directory a directory of its own, which many processes may share; created if it does not exist
     * @return this
     */
    public RecoveryBuilder audit(Path directory) {
        return recording(set ->
                AuditLog.builder(directory).tuned(set).time(clock, ticker).open());
    }

    /**
     * Records what happens in an audit log. It hears of everything before the other listeners do.
     *
     * @param opener opens it; the recovery closes it, after everything else
     * @return this
     */
    public RecoveryBuilder audit(Supplier<AuditLog> opener) {
        return recording(set -> opener.get());
    }

    private RecoveryBuilder recording(Function<Settings, AuditLog> opener) {
        this.audit = opener;
        return this;
    }

    /**
     * Sets how long a lease lives unless it is renewed, which is how long the runs of a dead owner wait on storages that
     * cannot tell; 10 seconds unless set.
     *
     * @param ttl at least 100 ms
     * @return this
     */
    public RecoveryBuilder leaseTtl(Duration ttl) {
        if (ttl.toMillis() < 100) {
            throw new IllegalArgumentException("A lease lives for at least 100 ms, got " + ttl);
        }
        this.leaseTtl = Tunable.said(ttl);
        return this;
    }

    /**
     * Sets how long a shutdown waits for work to stop; 10 seconds unless set.
     *
     * @param period not negative
     * @return this
     */
    public RecoveryBuilder gracePeriod(Duration period) {
        if (period.isNegative()) {
            throw new IllegalArgumentException("A grace period is not negative, got " + period);
        }
        this.grace = Tunable.said(period);
        return this;
    }

    /**
     * Sets what starts a shutdown besides {@link Recovery#close()}; the end of the JVM unless set.
     *
     * @param other the trigger
     * @return this
     */
    public RecoveryBuilder shutdownOn(ShutdownTrigger other) {
        this.trigger = other;
        return this;
    }

    /**
     * Sets what is used instead of the system properties and environment variables of this process.
     *
     * @param other such as {@link Settings#none()}, for a host that tunes in its own way
     * @return this
     */
    public RecoveryBuilder settings(Settings other) {
        this.settings = () -> other;
        return this;
    }

    /**
     * Sets the clocks.
     *
     * @param wall stamps
     * @param monotonic measures
     * @param pauses waits
     * @return this
     */
    public RecoveryBuilder time(InstantSource wall, Ticker monotonic, Waiter pauses) {
        this.clock = wall;
        this.ticker = monotonic;
        this.waiter = pauses;
        return this;
    }

    /**
     * Opens the recovery.
     *
     * @return the open recovery
     * @throws StoreException if the storage cannot be opened and recovery is required
     * @throws IllegalStateException if no storage was named, or there is no codec, or more than one
     */
    public Recovery open() {
        StateCodec chosen = CompressingCodec.reading(codec == null ? onlyCodec() : codec);
        Settings set = settings.get();
        Optional<AuditLog> auditLog = Optional.ofNullable(audit).map(opener -> opener.apply(set));
        try {
            return open(chosen, auditLog, set);
        } catch (RuntimeException | Error e) {
            auditLog.ifPresent(AuditLog::close);
            throw e;
        }
    }

    private Recovery open(StateCodec chosen, Optional<AuditLog> auditLog, Settings set) {
        RecoveryListener listener = listener(auditLog);
        Storage opened = openStorage(listener, set);
        Services services = new Services(opened, chosen, listener, clock, ticker, waiter);
        JobRunner.Settings rules = new JobRunner.Settings(mode, Owner.thisProcess(), leaseTtl.in(set));
        JobRunner runner = new JobRunner(services, rules, MemoryStorage::create);
        DurableCollections collections = DurableCollections.in(services, set);
        Guards guards = new Guards(services, set);
        ChildHomes children = new ChildHomes(clock, ticker);
        TakeOvers takeOvers = new TakeOvers(new Scene(runner, opened, leaseTtl.in(set), listener, clock, ticker));
        Parts parts = new Parts(guards, children, takeOvers, runner, collections, opened, auditLog);
        ShutdownCoordinator coordinator =
                new ShutdownCoordinator(parts.phases(grace.in(set), RecoverySettings.SHUTDOWN_PHASE.in(set)));
        return new Recovery(services, rules, parts, coordinator, trigger);
    }

    private RecoveryListener listener(Optional<AuditLog> auditLog) {
        return RecoveryListener.guarded(
                Stream.concat(auditLog.stream(), listeners.stream()).toList());
    }

    private static StateCodec onlyCodec() {
        List<StateCodec> found = ServiceLoader.load(StateCodec.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    found.isEmpty()
                            ? "There is no codec: add recovery-jackson to the class path, or name one with codec(…)"
                            : "There is more than one codec: name one with codec(…), of "
                                    + found.stream().map(StateCodec::name).toList());
        }
        return found.get(0);
    }

    private Storage openStorage(RecoveryListener listener, Settings set) {
        if (mode == RecoveryMode.OFF) {
            return MemoryStorage.create();
        }
        if (storage == null) {
            throw new IllegalStateException("There is no storage: name one with directory(…) or storage(…)");
        }
        try {
            return storage.apply(set);
        } catch (StoreException e) {
            if (mode == RecoveryMode.REQUIRED) {
                throw e;
            }
            log.warn("Jobs are run without recovery: {}", e.getMessage());
            listener.on(new RecoveryEvent.Degraded(clock.instant(), "", e));
            return MemoryStorage.create();
        }
    }
}
