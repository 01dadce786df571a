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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One comparison, and the repairs that follow from it. One thread. */
final class Reconciling<K, V, H> {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final Ledger<K, V> ledger;
    private final Inventory<K, H> inventory;
    private final Reconciler.Policies<K, V, H> policies;
    private final List<Repair> repairs = new ArrayList<>();

    Reconciling(Ledger<K, V> ledger, Inventory<K, H> inventory, Reconciler.Policies<K, V, H> policies) {
        this.ledger = ledger;
        this.inventory = inventory;
        this.policies = policies;
    }

    /** The ledger is read first: what is put later is not in the report, and what is retired later is looked for again. */
    ReconcileReport<K, V, H> look() {
        Beliefs<K, V> beliefs = ledger.beliefs();
        return compare(beliefs, seen());
    }

    /** The same again, of one key. */
    private ReconcileReport<K, V, H> look(K key) {
        Beliefs<K, V> beliefs = ledger.beliefs(key);
        return compare(beliefs, seen().only(key));
    }

    private Seen<K, H> seen() {
        return Seen.of(sighting());
    }

    private Sighting<K, H> sighting() {
        try {
            return policies.limited().call("look", inventory::look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sighting.unknown("whoever looked was interrupted");
        } catch (Exception | Error e) {
            return Sighting.unknown("whoever looked has failed: " + Words.of(e));
        }
    }

    private ReconcileReport<K, V, H> compare(Beliefs<K, V> beliefs, Seen<K, H> seen) {
        Instant now = ledger.core().clock().instant();
        Map<K, String> unknown = new LinkedHashMap<>(seen.unknown());
        beliefs.unreadable().forEach(key -> unknown.putIfAbsent(key, "its entry cannot be read"));
        List<LedgerEntry<K, V>> missing = new ArrayList<>();
        Map<K, List<Instance<K, H>>> duplicated = new LinkedHashMap<>();
        for (LedgerEntry<K, V> entry : beliefs.live().values()) {
            List<Instance<K, H>> found = seen.of(entry.key());
            if (unknown.containsKey(entry.key()) || isYoung(beliefs.changed(entry.key()), now)) {
                continue;
            }
            if (found.isEmpty() && seen.blind().isEmpty()) {
                missing.add(entry);
            } else if (found.size() > 1) {
                duplicated.put(entry.key(), found);
            }
        }
        List<Instance<K, H>> orphaned = new ArrayList<>();
        List<Instance<K, H>> retired = new ArrayList<>();
        seen.alive().forEach((key, found) -> {
            if (beliefs.live().containsKey(key) || unknown.containsKey(key)) {
                return;
            }
            Optional<Instant> changed = beliefs.changed(key);
            if (changed.isEmpty()) {
                orphaned.addAll(found);
            } else if (!isYoung(changed, now)) {
                retired.addAll(found);
            }
        });
        return new ReconcileReport<>(
                missing, orphaned, retired, duplicated, unknown, seen.blind(), beliefs.doubtful(), List.of());
    }

    private boolean isYoung(Optional<Instant> changed, Instant now) {
        return !policies.sparing().isZero()
                && changed.isPresent()
                && Duration.between(changed.get(), now).compareTo(policies.sparing()) < 0;
    }

    ReconcileReport<K, V, H> repair() {
        Beliefs<K, V> beliefs = ledger.beliefs();
        ReconcileReport<K, V, H> report = compare(beliefs, seen());
        report.missing().forEach(this::missing);
        beliefs.live().values().stream()
                .filter(entry -> report.duplicated().containsKey(entry.key()))
                .forEach(entry -> duplicated(entry, report.duplicated().getOrDefault(entry.key(), List.of())));
        ended(
                report.aliveThoughRetired(),
                policies.retired(),
                "alive though retired",
                ReconcileReport::aliveThoughRetired);
        ended(report.orphaned(), policies.orphaned(), "orphaned", ReconcileReport::orphaned);
        tell(report);
        return report.with(repairs);
    }

    private void missing(LedgerEntry<K, V> entry) {
        mend(
                "missing " + Words.of(entry.key()),
                policies.missing(),
                entry.key(),
                again -> again.missing().isEmpty() ? Optional.empty() : ledger.same(entry.key(), entry.put()));
    }

    private void duplicated(LedgerEntry<K, V> entry, List<Instance<K, H>> found) {
        mend(
                "duplicated " + Words.of(entry.key()),
                policies.duplicated(),
                entry.key(),
                again -> same(found, again.duplicated().getOrDefault(entry.key(), List.of()))
                        ? ledger.same(entry.key(), entry.put()).map(still -> found)
                        : Optional.empty());
    }

    private static <T> boolean same(List<T> found, List<T> again) {
        return Set.copyOf(found).equals(new HashSet<>(again));
    }

    private void ended(
            List<Instance<K, H>> found,
            Optional<Reconciler.Mending<Instance<K, H>>> killer,
            String what,
            Function<ReconcileReport<K, V, H>, List<Instance<K, H>>> kind) {
        for (Instance<K, H> each : found) {
            mend(
                    what + " " + Words.of(each),
                    killer,
                    each.key(),
                    again -> kind.apply(again).contains(each) && !ledger.isKnownLive(each.key())
                            ? Optional.of(each)
                            : Optional.empty());
        }
    }

    private <T> void mend(
            String what,
            Optional<Reconciler.Mending<T>> policy,
            K key,
            Function<ReconcileReport<K, V, H>, Optional<T>> certain) {
        if (policy.isEmpty()) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            repairs.add(new Repair(what, Repair.Outcome.LEFT, "it was interrupted before"));
            return;
        }
        ReconcileReport<K, V, H> again = look(key);
        if (again.doubtful().isPresent()) {
            repairs.add(new Repair(what, Repair.Outcome.LEFT, again.doubtful().get()));
            return;
        }
        Optional<T> difference = certain.apply(again);
        repairs.add(
                difference.isPresent()
                        ? mended(what, policy.get(), difference.get())
                        : new Repair(what, Repair.Outcome.LEFT, "it is not certain, or another thing by now"));
    }

    private <T> Repair mended(String what, Reconciler.Mending<T> policy, T difference) {
        try {
            policies.limited().call(what, () -> {
                policy.mend(difference);
                return what;
            });
            log.info("Repaired in {}: {}", ledger, what);
            return new Repair(what, Repair.Outcome.DONE, "");
        } catch (Exception | Error e) { // nothing that a repair throws keeps others from being done
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.warn("Not repaired in {}, it stays as it is: {}: {}", ledger, what, Words.of(e));
            return new Repair(what, Repair.Outcome.FAILED, Words.of(e));
        }
    }

    private void tell(ReconcileReport<K, V, H> report) {
        if (report.isClean()) {
            return;
        }
        ledger.core()
                .tell(at -> new RecoveryEvent.Reconciled(
                        at,
                        ledger.core().definition().tenant(),
                        ledger.core().definition().name(),
                        report.with(repairs).describe(),
                        count(Repair.Outcome.DONE),
                        count(Repair.Outcome.FAILED)));
    }

    private int count(Repair.Outcome outcome) {
        return (int)
                repairs.stream().filter(repair -> repair.outcome() == outcome).count();
    }
}
