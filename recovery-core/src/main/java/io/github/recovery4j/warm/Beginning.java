package io.github.recovery4j.warm;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.durable.Coder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a start is warm or cold, and makes the items of a warm one. */
final class Beginning<K, V> {

    private static final Logger log = LoggerFactory.getLogger(WarmRestart.class);

    private final WarmDefinition<K, V> definition;
    private final Coder coder;
    private final Recollection found;
    private final Items<K, V> items = new Items<>();
    private final Map<Encoded, Optional<Encoded>> asides = new LinkedHashMap<>();
    private final Start start;

    Beginning(WarmDefinition<K, V> definition, Coder coder, Recollection found, Instant now) {
        this.definition = definition;
        this.coder = coder;
        this.found = found;
        this.start = decide(now);
    }

    Start start() {
        return start;
    }

    boolean isWarm() {
        return start instanceof Start.Warm;
    }

    boolean isDamaged() {
        return !found.damages().isEmpty();
    }

    Items<K, V> items() {
        return items;
    }

    /** What has a key that cannot be read; it goes from generation to generation, and is offered again at each start. */
    Map<Encoded, Optional<Encoded>> asides() {
        return asides;
    }

    private Start decide(Instant now) {
        Optional<Map<Encoded, Optional<Encoded>>> state = found.state();
        List<String> damages = found.damages();
        if (!damages.isEmpty() && state.filter(entries -> !entries.isEmpty()).isEmpty()) {
            return new Start.Cold(Start.Reason.DAMAGED, "the state cannot be read: " + damages);
        }
        if (state.isEmpty()) {
            return new Start.Cold(Start.Reason.FIRST, "there is no state of an earlier process");
        }
        Duration age = Duration.between(found.savedAt(), now);
        if (age.compareTo(definition.maxAge().value()) > 0) {
            return new Start.Cold(
                    Start.Reason.TOO_OLD,
                    "the state of %s is %s old, more than %s"
                            .formatted(found.savedAt(), age, definition.maxAge().value()));
        }
        if (state.get().isEmpty()) {
            return new Start.Cold(Start.Reason.EMPTY, "the process before has left nothing outside");
        }
        return restore(state.get());
    }

    private Start restore(Map<Encoded, Optional<Encoded>> state) {
        state.forEach(this::restore);
        int doubtful = items.doubtful();
        return new Start.Warm(items.size(), doubtful, asides.size(), found.savedAt(), found.damages());
    }

    private void restore(Encoded encodedKey, Optional<Encoded> value) {
        K key;
        try {
            key = coder.decode(encodedKey, definition.keys());
        } catch (CodecException e) {
            log.warn(
                    "A key of {} cannot be read, it is kept aside, and what the outside has under it stays: {}",
                    definition,
                    e.getMessage());
            asides.put(encodedKey, Optional.empty());
            return;
        }
        items.restore(key, encodedKey, value.map(it -> side(key, it)).orElseGet(Side.Unknown::new));
    }

    private Side<V> side(K key, Encoded value) {
        try {
            return new Side.Present<>(coder.decode(value, definition.values()), value);
        } catch (CodecException e) {
            log.warn(
                    "The value of '{}' in {} cannot be read, it is written when it is refreshed: {}",
                    key,
                    definition,
                    e.getMessage());
            return new Side.Unknown<>();
        }
    }
}
