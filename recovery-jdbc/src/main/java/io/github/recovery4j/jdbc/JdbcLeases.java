package io.github.recovery4j.jdbc;

import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Leases as rows, by the clock of the database alone. */
final class JdbcLeases implements LeaseStore {

    /** A renewal that takes longer than this part of the time to live leaves no time for another. */
    private static final int RENEWAL_PART = 4;

    private final Place place;
    private final Known known;

    JdbcLeases(Place place, Known known) {
        this.place = place;
        this.known = known;
    }

    @Override
    public Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        return tryAcquire(OwnedKey.of(key), key, owner, ttl);
    }

    /** Takes what an owned key names; the lease says that it is of the other key. */
    Claim tryAcquire(OwnedKey owned, LeaseKey key, Owner owner, Duration ttl) {
        long before = known.epoch();
        Command acquire = place.command("acquire", owned)
                .with("kind", owned.kind())
                .with("job", owned.job())
                .with("name", owned.name())
                .withOther("claim", UUID.randomUUID())
                .with("host", SafeText.encode(owner.host()))
                .with("pid", owner.pid())
                .with("started", owner.startedAt())
                .with("ttl", Times.seconds(ttl));
        Optional<Granted> granted = place.lease(
                "Taking the lease of " + key, null, (session, again) -> session.queryOne(acquire, Granted::read));
        if (granted.isEmpty()) {
            return new Claim.Held(holder(owned, key));
        }
        long token = granted.get().token();
        Lease lease = new JdbcLease(key, owned, known.take(owned, token), ttl);
        if (token <= before) {
            throw goneBack(lease, before);
        }
        return new Claim.Acquired(lease, granted.get().abandoned());
    }

    private LeaseException goneBack(Lease lease, long before) {
        LeaseException refused = new LeaseException(
                "%s has gone back in time (a backup that was restored, a standby that lagged): it gives token %d for %s, this process was given %d before. Nothing was taken; restart this process when that is meant to be"
                        .formatted(place.name(), lease.token(), lease.key(), before),
                null);
        try {
            lease.release();
        } catch (LeaseException e) {
            refused.addSuppressed(e);
        }
        return refused;
    }

    /** Ends what is held as if this process had died. */
    void abandon() {
        Map<OwnedKey.Hash, Holding> held = known.held();
        if (held.isEmpty()) {
            return;
        }
        Command abandon = place.command("abandon")
                .withArray(
                        "keys",
                        "bytea",
                        held.keySet().stream().map(OwnedKey.Hash::toBytes).toArray(byte[][]::new))
                .withArray(
                        "epochs",
                        "bigint",
                        held.values().stream().map(Holding::token).toArray());
        place.lease("Ending the leases that are still held", null, (session, again) -> session.update(abandon));
    }

    @Override
    public Optional<Holder> holder(LeaseKey key) {
        return holder(OwnedKey.of(key), key);
    }

    private Optional<Holder> holder(OwnedKey owned, LeaseKey key) {
        return look(owned, key.toString()).map(Look::holder);
    }

    /** Who holds something, and until when unless that is renewed. */
    Optional<Look> look(OwnedKey owned, String name) {
        return place.lease(
                "Asking who holds the lease of " + name,
                null,
                (session, again) -> session.queryOne(place.command("holder", owned), Look::read));
    }

    /** Somebody who holds a lease. */
    record Look(Holder holder, Instant expires) {

        static Look read(ResultSet row) throws SQLException {
            return new Look(Standing.holder(row), Times.required(row, "expires_at"));
        }
    }

    /** What the database answers when it gives a lease. */
    private record Granted(long token, Optional<Holder> abandoned) {

        static Granted read(ResultSet row) throws SQLException {
            boolean abandoned = row.getString("host") != null;
            return new Granted(
                    row.getLong("granted"), abandoned ? Optional.of(Standing.holder(row)) : Optional.empty());
        }
    }

    private final class JdbcLease implements Lease {

        private final LeaseKey key;
        private final OwnedKey owned;
        private final Holding holding;
        private final Duration ttl;

        JdbcLease(LeaseKey key, OwnedKey owned, Holding holding, Duration ttl) {
            this.key = key;
            this.owned = owned;
            this.holding = holding;
            this.ttl = ttl;
        }

        @Override
        public LeaseKey key() {
            return key;
        }

        @Override
        public long token() {
            return holding.token();
        }

        @Override
        public boolean renew() {
            Command renew = place.command("renew", owned, token()).with("ttl", Times.seconds(ttl));
            boolean renewed = place.lease(
                    "Renewing the lease of " + key,
                    ttl.dividedBy(RENEWAL_PART),
                    (session, again) -> session.update(renew) == 1);
            if (!renewed) {
                known.forget(owned, holding);
            }
            return renewed;
        }

        /** What was removed took its lease along. */
        @Override
        public boolean release() {
            if (holding.gone()) {
                return known.forget(owned, holding);
            }
            if (place.isClosed()) {
                return false; // it has ended with the storage
            }
            Command release = place.command("release", owned, token());
            boolean released = place.lease(
                    "Giving back the lease of " + key,
                    null,
                    (session, again) -> session.update(release) == 1 || (again && isReleased(session)));
            known.forget(owned, holding);
            return released;
        }

        /** After a try of which nothing was heard: nobody else gives back what is ours. */
        private boolean isReleased(Database.Session session) throws SQLException {
            return session.queryOne(place.command("standing", owned), Standing::read)
                    .filter(standing -> !standing.held() && standing.newest().token() == token())
                    .isPresent();
        }
    }
}
