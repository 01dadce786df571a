package io.github.recovery4j.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How what should be alive and what is alive differ.
 *
 * @param missing live entries of which nothing is alive, in order
 * @param orphaned what is alive and belongs to no entry that is known
 * @param aliveThoughRetired what is alive and belongs to an entry that was retired, or has expired
 * @param duplicated live entries of which more than one is alive
 * @param unknown keys of which it cannot be told, and why; none of them is in the others
 * @param blind why it cannot be told what is missing; empty if it can
 * @param doubtful why none of that is certain, as events of the ledger cannot be read; empty if it is
 * @param repairs what was done about it, in order; nothing if it was only looked
 * @param <K> the keys
 * @param <V> the values
 * @param <H> the handles
 */
public record ReconcileReport<K, V, H>(
        List<LedgerEntry<K, V>> missing,
        List<Instance<K, H>> orphaned,
        List<Instance<K, H>> aliveThoughRetired,
        Map<K, List<Instance<K, H>>> duplicated,
        Map<K, String> unknown,
        Optional<String> blind,
        Optional<String> doubtful,
        List<Repair> repairs) {

    /** Takes copies. */
    public ReconcileReport {
        missing = List.copyOf(missing);
        orphaned = List.copyOf(orphaned);
        aliveThoughRetired = List.copyOf(aliveThoughRetired);
        duplicated = new LinkedHashMap<>(duplicated);
        unknown = new LinkedHashMap<>(unknown);
        repairs = List.copyOf(repairs);
    }

    /** {@return whether everything is known, and as it should be} */
    public boolean isClean() {
        return missing.isEmpty()
                && orphaned.isEmpty()
                && aliveThoughRetired.isEmpty()
                && duplicated.isEmpty()
                && unknown.isEmpty()
                && blind.isEmpty()
                && doubtful.isEmpty();
    }

    ReconcileReport<K, V, H> with(List<Repair> done) {
        return new ReconcileReport<>(missing, orphaned, aliveThoughRetired, duplicated, unknown, blind, doubtful, done);
    }

    /** {@return the report for people} */
    public String describe() {
        StringBuilder text =
                new StringBuilder("%d missing, %d orphaned, %d alive though retired, %d duplicated, %d unknown"
                        .formatted(
                                missing.size(),
                                orphaned.size(),
                                aliveThoughRetired.size(),
                                duplicated.size(),
                                unknown.size()));
        blind.ifPresent(
                why -> text.append("\n  what is missing cannot be told: ").append(why));
        doubtful.ifPresent(why -> text.append("\n  nothing is certain: ").append(why));
        missing.forEach(entry -> text.append("\n  missing ").append(entry.key()));
        orphaned.forEach(found -> text.append("\n  orphaned ").append(found));
        aliveThoughRetired.forEach(
                found -> text.append("\n  alive though retired ").append(found));
        duplicated.forEach((key, found) ->
                text.append("\n  duplicated ").append(key).append(": ").append(found));
        unknown.forEach((key, why) ->
                text.append("\n  unknown ").append(key).append(": ").append(why));
        repairs.forEach(repair -> text.append("\n  ").append(repair));
        return text.toString();
    }
}
