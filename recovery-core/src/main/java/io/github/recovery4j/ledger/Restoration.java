package io.github.recovery4j.ledger;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A restoration that is under way. Safe for use by many threads.
 *
 * @param <K> the keys
 */
public final class Restoration<K> {

    private final CompletableFuture<RestoreReport<K>> report;
    private final Runnable cancel;

    Restoration(CompletableFuture<RestoreReport<K>> report, Runnable cancel) {
        this.report = report;
        this.cancel = cancel;
    }

    /**
     * Waits for the end.
     *
     * @return what became of each entry
     * @throws InterruptedException if the caller is interrupted; the restoration goes on
     */
    public RestoreReport<K> await() throws InterruptedException {
        try {
            return report.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The restoration ended in an error of its own", e.getCause());
        }
    }

    /** {@return what became of each entry, if it is over} */
    public Optional<RestoreReport<K>> report() {
        return Optional.ofNullable(report.getNow(null));
    }

    /** Begins no more entries, and interrupts those that are being restored; what does not heed that is left behind. */
    public void cancel() {
        cancel.run();
    }
}
