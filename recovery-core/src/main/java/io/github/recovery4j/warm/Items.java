package io.github.recovery4j.warm;

import io.github.recovery4j.codec.Encoded;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the outside has and what the source has told, key by key, and what follows from that. Nothing but memory; guarded by the
 * lock of its {@link WarmRestart}.
 *
 * <p>A key is here while the outside has something under it, or may have, or is about to.
 */
final class Items<K, V> {

    private final Map<K, Item<K, V>> items = new LinkedHashMap<>();
    private final Set<K> dirty = new LinkedHashSet<>();
    private final Map<K, Throwable> owed = new LinkedHashMap<>();

    /** One key. */
    private static final class Item<K, V> {
        private final K key;
        private final Encoded encodedKey;
        private Side<V> outside;
        private Side<V> told = new Side.Unknown<>();
        private Freshness freshness = Freshness.STALE;

        Item(K key, Encoded encodedKey, Side<V> outside) {
            this.key = key;
            this.encodedKey = encodedKey;
            this.outside = outside;
        }

        boolean isTold() {
            return !(told instanceof Side.Unknown);
        }

        Freshness tell(Side<V> news) {
            told = news;
            freshness = compared();
            return freshness;
        }

        private Freshness compared() {
            if (told instanceof Side.Absent) {
                return Freshness.GONE;
            }
            if (outside instanceof Side.Absent) {
                return Freshness.NEW;
            }
            return told.agrees(outside) ? Freshness.SAME : Freshness.CHANGED;
        }

        WarmEntry<K, V> shown() {
            Side<V> side = isTold() ? told : outside;
            return new WarmEntry<>(
                    key, side instanceof Side.Present<V> it ? Optional.of(it.value()) : Optional.empty(), freshness);
        }
    }

    /** Adds what an earlier process left. Two keys that became one are in doubt. */
    void restore(K key, Encoded encodedKey, Side<V> outside) {
        Side<V> belief = items.containsKey(key) ? new Side.Unknown<>() : outside;
        items.put(key, new Item<>(key, encodedKey, belief));
    }

    int size() {
        return items.size();
    }

    /** Of how many it is not certain what the outside has. */
    int doubtful() {
        return (int) items.values().stream()
                .filter(item -> item.outside instanceof Side.Unknown)
                .count();
    }

    Optional<Encoded> encodedKey(K key) {
        return Optional.ofNullable(items.get(key)).map(item -> item.encodedKey);
    }

    /** The source has told of a key. */
    Freshness tell(K key, Encoded encodedKey, Side<V> news) {
        Item<K, V> item = items.computeIfAbsent(key, k -> new Item<>(k, encodedKey, new Side.Absent<>()));
        Freshness freshness = item.tell(news);
        owed.remove(key);
        if (news.agrees(item.outside)) {
            dirty.remove(key);
            forgetIfGone(item);
        } else {
            dirty.add(key);
        }
        return freshness;
    }

    private void forgetIfGone(Item<K, V> item) {
        if (item.outside instanceof Side.Absent && item.told instanceof Side.Absent) {
            items.remove(item.key);
        }
    }

    /** Whether the outside has, or may have, something else than was told. */
    boolean isUnsettled(K key) {
        Item<K, V> item = items.get(key);
        return item != null && item.isTold() && !item.told.agrees(item.outside);
    }

    /** Everything that is to be written, first told first; what the outside has there is in doubt from now on. */
    List<Due<K, V>> takeDue() {
        List<Due<K, V>> due = new ArrayList<>();
        for (K key : dirty) {
            Item<K, V> item = items.get(key);
            if (item != null) {
                due.add(new Due<>(key, item.encodedKey, item.told));
                item.outside = new Side.Unknown<>();
            }
        }
        dirty.clear();
        return due;
    }

    /** The outside has it, or nothing. What was told meanwhile is still to be written. */
    void done(Due<K, V> due) {
        Item<K, V> item = items.get(due.key());
        if (item == null) {
            return;
        }
        item.outside = due.wanted();
        if (item.told.agrees(item.outside)) {
            dirty.remove(due.key());
            forgetIfGone(item);
        }
    }

    /** Somebody has to try again, unless something else is to be written there meanwhile. */
    void failed(Due<K, V> due, Throwable cause) {
        if (!dirty.contains(due.key()) && items.containsKey(due.key())) {
            owed.put(due.key(), cause);
        }
    }

    Map<K, Throwable> owed() {
        return owed;
    }

    /** What is owed is to be written again. */
    void demand() {
        dirty.addAll(owed.keySet());
        owed.clear();
    }

    /** What was restored and not told of yet. */
    List<K> untold() {
        return items.values().stream()
                .filter(item -> !item.isTold())
                .map(item -> item.key)
                .toList();
    }

    /** It is no more, unless it was told of meanwhile. */
    void presumeGone(K key) {
        Item<K, V> item = items.get(key);
        if (item != null && !item.isTold()) {
            tell(key, item.encodedKey, new Side.Absent<>());
        }
    }

    /** All that was not told of is kept, and suspect. */
    void suspect() {
        items.values().stream().filter(item -> !item.isTold()).forEach(item -> item.freshness = Freshness.SUSPECT);
    }

    Map<Freshness, Integer> counts() {
        Map<Freshness, Integer> counts = new EnumMap<>(Freshness.class);
        items.values().forEach(item -> counts.merge(item.freshness, 1, Integer::sum));
        return counts;
    }

    Optional<WarmEntry<K, V>> entry(K key) {
        return Optional.ofNullable(items.get(key)).map(Item::shown);
    }

    List<WarmEntry<K, V>> entries() {
        return items.values().stream().map(Item::shown).toList();
    }

    /** What the outside has, or may have; empty where that is not certain. */
    Map<Encoded, Optional<Encoded>> beliefs() {
        Map<Encoded, Optional<Encoded>> beliefs = new LinkedHashMap<>();
        for (Item<K, V> item : items.values()) {
            if (!(item.outside instanceof Side.Absent)) {
                beliefs.put(
                        item.encodedKey,
                        item.outside instanceof Side.Present<V> it ? Optional.of(it.encoded()) : Optional.empty());
            }
        }
        return beliefs;
    }
}
