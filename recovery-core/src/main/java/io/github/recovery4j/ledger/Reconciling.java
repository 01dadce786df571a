package io.github.recovery4j.ledger;

import io.github.recovery4j.event.RecoveryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One comparison, and the repairs that follow from it. One thread. */
final class Reconciling<K, V, H> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final Ledger<K, V> ledger;
    private final Inventory<K, H> inventory;
    private final Reconciler.Policies<K, V, H> policies;
    private final Limited limited;
    private final List<Repair> repairs = new ArrayList<>();

    Reconciling(Ledger<K, V> ledger, Inventory<K, H> inventory, Reconciler.Policies<K, V, H> policies) {
        this.ledger = ledger;
        this.inventory = inventory;
        this.policies = policies;
        this.limited = new Limited(policies.timeLimit());
    }

    /** The ledger is read first: what is put later is not in the report, and what is retired later is looked for again. */
    ReconcileReport<K, V, H> look() {
        Beliefs<K, V> beliefs = ledger.beliefs();
        return compare(beliefs, sighting());
    }

    private Sighting<K, H> sighting() {
        try {
            return limited.call(inventory::look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sighting.unknown("whoever looked was interrupted");
        } catch (Exception e) {
            return Sighting.unknown("whoever looked has failed: " + e);
        }
    }

    private ReconcileReport<K, V, H> compare(Beliefs<K, V> beliefs, Sighting<K, H> sighting) {
        Instant now = ledger.core().clock().instant();
        Map<K, List<Instance<K, H>>> alive = new LinkedHashMap<>();
        sighting.alive().forEach(found -> alive.computeIfAbsent(found.key(), key -> new ArrayList<>())
                .add(found));
        Map<K, String> unknown = new LinkedHashMap<>(sighting.unknown());
        beliefs.unreadable().forEach(key -> unknown.putIfAbsent(key, "its entry cannot be read"));
        List<LedgerEntry<K, V>> missing = new ArrayList<>();
        Map<K, List<Instance<K, H>>> duplicated = new LinkedHashMap<>();
        for (LedgerEntry<K, V> entry : beliefs.live().values()) {
            List<Instance<K, H>> found = alive.getOrDefault(entry.key(), List.of());
            if (unknown.containsKey(entry.key()) || isYoung(beliefs.changed(entry.key()), now)) {
                continue;
            }
            if (found.isEmpty() && sighting.blind().isEmpty()) {
                missing.add(entry);
            } else if (found.size() > 1) {
                duplicated.put(entry.key(), found);
            }
        }
        List<Instance<K, H>> orphaned = new ArrayList<>();
        List<Instance<K, H>> retired = new ArrayList<>();
        for (Instance<K, H> found : sighting.alive()) {
            K key = found.key();
            if (beliefs.live().containsKey(key) || unknown.containsKey(key)) {
                continue;
            }
            Optional<Instant> changed = beliefs.changed(key);
            if (changed.isEmpty()) {
                orphaned.add(found);
            } else if (!isYoung(changed, now)) {
                retired.add(found);
            }
        }
        return new ReconcileReport<>(
                missing, orphaned, retired, duplicated, unknown, sighting.blind(), beliefs.doubtful(), List.of());
    }

    private boolean isYoung(Optional<Instant> changed, Instant now) {
        return !policies.sparing().isZero()
                && changed.isPresent()
                && Duration.between(changed.get(), now).compareTo(policies.sparing()) < 0;
    }

    ReconcileReport<K, V, H> repair() {
        ReconcileReport<K, V, H> report = look();
        if (wants(report)) {
            ReconcileReport<K, V, H> again = look();
            missing(report, again);
            duplicated(report, again);
            ended(
                    report.aliveThoughRetired(),
                    again.aliveThoughRetired(),
                    policies.retired(),
                    "alive though retired",
                    again);
            ended(report.orphaned(), again.orphaned(), policies.orphaned(), "orphaned", again);
        }
        tell(report);
        return report.with(repairs);
    }

    private boolean wants(ReconcileReport<K, V, H> report) {
        return (!report.missing().isEmpty() && policies.missing().isPresent())
                || (!report.duplicated().isEmpty() && policies.duplicated().isPresent())
                || (!report.aliveThoughRetired().isEmpty() && policies.retired().isPresent())
                || (!report.orphaned().isEmpty() && policies.orphaned().isPresent());
    }

    private void missing(ReconcileReport<K, V, H> report, ReconcileReport<K, V, H> again) {
        for (LedgerEntry<K, V> entry : report.missing()) {
            mend(
                    "missing " + entry.key(),
                    policies.missing(),
                    entry,
                    () -> newest(again.missing(), entry) && ledger.isUnchanged(entry));
        }
    }

    private boolean newest(List<LedgerEntry<K, V>> found, LedgerEntry<K, V> entry) {
        return found.stream().anyMatch(each -> each.key().equals(entry.key()) && each.newest() == entry.newest());
    }

    private void duplicated(ReconcileReport<K, V, H> report, ReconcileReport<K, V, H> again) {
        report.duplicated()
                .forEach((key, found) -> mend(
                        "duplicated " + key,
                        policies.duplicated(),
                        found,
                        () -> sameHandles(found, again.duplicated().getOrDefault(key, List.of()))
                                && ledger.isKnownLive(key)));
    }

    private boolean sameHandles(List<Instance<K, H>> found, List<Instance<K, H>> again) {
        return Set.copyOf(found).equals(new HashSet<>(again));
    }

    private void ended(
            List<Instance<K, H>> found,
            List<Instance<K, H>> again,
            Optional<Reconciler.Mending<Instance<K, H>>> killer,
            String what,
            ReconcileReport<K, V, H> now) {
        for (Instance<K, H> each : found) {
            mend(
                    what + " " + each,
                    killer,
                    each,
                    () -> again.contains(each) && now.doubtful().isEmpty() && !ledger.isKnownLive(each.key()));
        }
    }

    private <T> void mend(String what, Optional<Reconciler.Mending<T>> policy, T difference, BooleanSupplier certain) {
        if (policy.isEmpty()) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            repairs.add(new Repair(what, Repair.Outcome.LEFT, "it was interrupted before"));
        } else if (!certain.getAsBoolean()) {
            repairs.add(new Repair(what, Repair.Outcome.LEFT, "it is not certain, or another thing by now"));
        } else {
            repairs.add(mended(what, policy.get(), difference));
        }
    }

    private <T> Repair mended(String what, Reconciler.Mending<T> policy, T difference) {
        try {
            limited.call(() -> {
                policy.mend(difference);
                return what;
            });
            log.info("Repaired in {}: {}", ledger, what);
            return new Repair(what, Repair.Outcome.DONE, "");
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new Repair(what, Repair.Outcome.FAILED, e.toString());
        }
    }

    private void tell(ReconcileReport<K, V, H> report) {
        if (report.isClean()) {
            return;
        }
        long done = repairs.stream()
                .filter(repair -> repair.outcome() == Repair.Outcome.DONE)
                .count();
        ledger.core()
                .tell(at -> new RecoveryEvent.Reconciled(
                        at,
                        ledger.core().definition().tenant(),
                        ledger.core().definition().name(),
                        report.with(repairs).describe(),
                        (int) done));
    }

    @Override
    public void close() {
        limited.close();
    }
}
