package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.event.RecoveryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a run: checkpoints, interval saves and the final save take turns here, each with the next
 * generation. A reported state that could not be saved stays reported, so that the next save tries again.
 */
final class Saves<S> {

    private static final Logger log = LoggerFactory.getLogger(Saves.class);

    private final Services services;
    private final Ownership own;
    private final RecoveryMode mode;
    private final Lock writing = new ReentrantLock();
    private final AtomicReference<@Nullable Snapshot<S>> reported = new AtomicReference<>();
    private volatile Snapshot<S> newest;
    private long nextGeneration;

    Saves(Services services, Ownership own, RecoveryMode mode, Snapshot<S> start, long nextGeneration) {
        this.services = services;
        this.own = own;
        this.mode = mode;
        this.newest = start;
        this.nextGeneration = nextGeneration;
    }

    Snapshot<S> newest() {
        return newest;
    }

    synchronized void report(UnaryOperator<Snapshot<S>> change) {
        newest = change.apply(newest);
        reported.set(newest);
    }

    /** Saves a state durably, whatever was reported before. */
    void checkpoint(UnaryOperator<Snapshot<S>> change) {
        report(change);
        try {
            save();
        } catch (FencedException e) {
            throw e;
        } catch (StoreException e) {
            if (mode == RecoveryMode.REQUIRED) {
                throw e;
            }
            log.warn("A checkpoint of {} was not saved, the work goes on without it: {}", own.run(), e.getMessage());
        }
    }

    /** Saves what was reported last, if it is not saved yet; tells what failed. */
    Optional<Throwable> saveReported() {
        try {
            save();
            return Optional.empty();
        } catch (Throwable e) { // a background save must not end with the first failure, whatever it is
            log.warn(
                    "The state that {} reported was not saved; it is tried again at the next save: {}",
                    own.run(),
                    e.toString());
            return Optional.of(e);
        }
    }

    /** Saves the result of the finished run, to be remembered. */
    void result(Encoded result, Instant keepUntil) {
        writing.lock();
        try {
            write(new Content.Result(result, keepUntil));
        } finally {
            writing.unlock();
        }
    }

    private void save() {
        long start = services.ticker().nanos();
        RecoveryEvent event;
        writing.lock();
        try {
            Snapshot<S> snapshot = reported.getAndSet(null);
            if (snapshot == null) {
                return; // another save took it along
            }
            event = save(snapshot, start);
        } finally {
            writing.unlock();
        }
        services.listener().on(event);
        if (event instanceof RecoveryEvent.SaveFailed failed) {
            rethrow(failed.cause());
        }
    }

    private RecoveryEvent save(Snapshot<S> snapshot, long start) {
        long generation = nextGeneration;
        try {
            Encoded state = encode(snapshot.state());
            write(new Content.State(state, snapshot.positions()));
            Duration took = Duration.ofNanos(services.ticker().nanos() - start);
            return new RecoveryEvent.CheckpointSaved(
                    services.clock().instant(), own.run(), generation, state.length(), took);
        } catch (RuntimeException | Error e) {
            reported.compareAndSet(null, snapshot);
            return new RecoveryEvent.SaveFailed(services.clock().instant(), own.run(), generation, e);
        }
    }

    private static void rethrow(Throwable cause) {
        if (cause instanceof Error e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
    }

    /** A cycle in the state is a mistake of the state, not the end of the thread. */
    private Encoded encode(S state) {
        try {
            return services.codec().encode(state);
        } catch (StackOverflowError e) {
            throw new CodecException(
                    "The state of %s (%s) is nested without end; it was not saved"
                            .formatted(own.run(), state.getClass().getName()),
                    e);
        }
    }

    /** Uses up a generation even if it fails, as a failed save may have left its number behind. */
    private void write(Content content) {
        Stamp stamp = new Stamp(
                nextGeneration++, own.lease().token(), services.clock().instant());
        services.storage().checkpoints().save(new Checkpoint(own.run(), own.instance(), stamp, own.config(), content));
    }
}
