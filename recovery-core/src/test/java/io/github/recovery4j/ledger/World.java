package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is alive, and who can tell. */
final class World {

    final Map<Integer, String> alive = new LinkedHashMap<>();
    final Map<String, String> unknown = new LinkedHashMap<>();
    Optional<String> blind = Optional.empty();
    Runnable beforeLook = () -> {};
    int looks;
    private int last;

    int start(String key) {
        alive.put(++last, key);
        return last;
    }

    void kill(Instance<String, Integer> found) {
        assertThat(alive.remove(found.handle())).isEqualTo(found.key());
    }

    Sighting<String, Integer> look() {
        looks++;
        beforeLook.run();
        List<Instance<String, Integer>> found = new ArrayList<>();
        alive.forEach((handle, key) -> {
            if (blind.isEmpty() && !unknown.containsKey(key)) {
                found.add(new Instance<>(key, handle));
            }
        });
        return new Sighting<>(found, unknown, blind);
    }

    List<String> keys() {
        return alive.values().stream().sorted().toList();
    }

    /** Does something about every difference. */
    Reconciler<String, String, Integer> repairing(Ledger<String, String> ledger) {
        return Reconciler.of(ledger, this::look)
                .onMissing(entry -> start(entry.key()))
                .onOrphaned(this::kill)
                .onAliveThoughRetired(this::kill)
                .onDuplicated(found -> found.stream().skip(1).forEach(this::kill));
    }
}
