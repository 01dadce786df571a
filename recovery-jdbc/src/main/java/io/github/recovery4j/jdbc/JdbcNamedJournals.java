package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Journals that belong to a name, each under a lease that is renewed as long as the journal is open. Who finds one held waits
 * until its holder is seen to be alive, or its time is up: a process that was killed does not keep the next one out.
 */
final class JdbcNamedJournals implements NamedJournals, AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Place place;
    private final JdbcLeases leases;
    private final Journals journals;
    private final Renewals renewals;
    private final Ticker ticker;
    private final Waiter waiter = Waiter.system();
    private final Map<JournalName, NamedJournal> open = new ConcurrentHashMap<>();

    JdbcNamedJournals(Place place, JdbcLeases leases, Journals journals, Renewals renewals, Ticker ticker) {
        this.place = place;
        this.leases = leases;
        this.journals = journals;
        this.renewals = renewals;
        this.ticker = ticker;
    }

    @Override
    public Journal open(JournalName name) {
        place.requireOpenForJournals();
        if (open.containsKey(name)) {
            throw held(name, "this process");
        }
        Lease lease = leased(name);
        try {
            NamedJournal journal = new NamedJournal(
                    journals.open(OwnedKey.of(name), lease.token(), name.toString(), standing -> lost(name, standing)),
                    lease,
                    renewals.keep(lease),
                    () -> open.remove(name));
            open.put(name, journal);
            return journal;
        } catch (RuntimeException | Error e) {
            lease.release();
            throw e;
        }
    }

    private JournalException held(JournalName name, String by) {
        return new JournalException(
                "%s cannot be opened in %s: somebody else has it open (%s); no record was changed"
                        .formatted(name, place.name(), by),
                null);
    }

    private JournalException lost(JournalName name, Optional<Standing> standing) {
        return new JournalException(
                "%s in %s is not this opening's any more: %s; nothing was written"
                        .formatted(
                                name,
                                place.name(),
                                standing.map(found -> (found.held() ? "it is held by " : "it was given back by ")
                                                + found.newest())
                                        .orElse("it is not there")),
                null);
    }

    private Lease leased(JournalName name) {
        try {
            OwnedKey key = OwnedKey.of(name);
            Deadline patience = Deadline.in(renewals.ttl().plus(LOOK.multipliedBy(2)), ticker);
            JdbcLeases.@Nullable Look first = null;
            while (true) {
                Claim claim = leases.tryAcquire(
                        key, new LeaseKey(key.job(), key.name()), Owner.thisProcess(), renewals.ttl());
                if (claim instanceof Claim.Acquired acquired) {
                    return acquired.lease();
                }
                Optional<JdbcLeases.Look> now = leases.look(key, name.toString());
                boolean alive = first != null && now.isPresent() && !now.get().equals(first);
                if (alive || patience.passed() || !waited()) {
                    throw held(name, now.map(look -> look.holder().toString()).orElse("for a moment"));
                }
                first = first == null ? now.orElse(null) : first;
            }
        } catch (LeaseException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean waited() {
        try {
            waiter.await(LOOK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<Gap> read(JournalName name, long from, JournalReader reader) {
        return journals.read(OwnedKey.of(name), from, name.toString(), reader);
    }

    /** What was appended is durable then. */
    @Override
    public void close() {
        List.copyOf(open.values()).forEach(NamedJournal::close);
    }
}
