package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What counts: every payment under its key, once. It stands for the outside world, which knows what it has done under a key,
 * and does not go back when the state of the aggregator is restored. So it is in a storage of its own.
 */
final class Book implements AutoCloseable {

    private final Recovery recovery;
    private final Ledger<String, Payment> payments;
    private final ReentrantLock entering = new ReentrantLock();

    private Book(Recovery recovery) {
        this.recovery = recovery;
        this.payments = recovery.ledger("payments", String.class, Payment.class);
    }

    static Book open(Path directory) {
        return in(() -> FileStorage.open(directory));
    }

    static Book in(Supplier<Storage> storage) {
        Recovery recovery = Recovery.builder()
                .storage(storage)
                .shutdownOn(ShutdownTrigger.none())
                .open();
        try {
            return new Book(recovery);
        } catch (RuntimeException e) {
            recovery.close();
            throw e;
        }
    }

    Ledger<String, Payment> ledger() {
        return payments;
    }

    /**
     * Enters a payment, unless it is there. Whether the right to do so still holds is asked under the lock under which payments
     * are taken back: or else one could be entered by somebody who was late, after it was taken back.
     *
     * @param right throws if it does not hold any more
     * @return whether it is new
     */
    boolean enter(Payment payment, Runnable right) {
        entering.lock();
        try {
            right.run();
            if (payments.get(payment.key()).isPresent()) {
                return false;
            }
            payments.put(payment.key(), payment);
            return true;
        } finally {
            entering.unlock();
        }
    }

    /** Takes payments back that should not count; those that are not there are none. */
    int takeBack(List<Payment> wrong, String reason) {
        entering.lock();
        try {
            return (int) wrong.stream()
                    .filter(payment -> payments.retire(payment.key(), reason))
                    .count();
        } finally {
            entering.unlock();
        }
    }

    List<Payment> all() {
        return payments.live().stream().map(LedgerEntry::value).toList();
    }

    /** How much was paid on each chain. */
    Map<String, BigInteger> totals() {
        return all().stream()
                .collect(Collectors.groupingBy(
                        Payment::chain,
                        TreeMap::new,
                        Collectors.reducing(BigInteger.ZERO, Payment::amount, BigInteger::add)));
    }

    @Override
    public void close() {
        recovery.close();
    }
}
