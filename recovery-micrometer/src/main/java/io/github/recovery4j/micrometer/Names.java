package io.github.recovery4j.micrometer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the values of tags few, whatever names a program makes up: so many of each tag are let in, the first ones, and all
 * further ones are {@value #OTHER}. Where one name is within another, such as a step within a job, so many pairs are. So a
 * meter with two names has at most twice as many pairs as that, and one.
 *
 * <p>Safe for use by many threads.
 */
final class Names {

    static final String OTHER = "other";

    /** For what is not of any name. Not every registry takes empty values. */
    static final String NONE = "none";

    private static final Logger log = LoggerFactory.getLogger(RecoveryMetrics.class);

    private final int most;
    private final BiConsumer<Tag, String> newcomers;
    private final Map<List<String>, Room> rooms = new ConcurrentHashMap<>();

    /**
     * Knows no name yet.
     *
     * @param most how many of each tag are let in
     * @param newcomers is told each name that is let in and is within no other; without a lock
     */
    Names(int most, BiConsumer<Tag, String> newcomers) {
        this.most = most;
        this.newcomers = newcomers;
    }

    /** The values that a series has, for those that were told. */
    List<String> limit(Definition definition, List<String> values) {
        List<String> limited = new ArrayList<>();
        List<String> within = new ArrayList<>();
        List<String> path = new ArrayList<>();
        for (int at = 0; at < values.size(); at++) {
            Tag tag = definition.tags().get(at);
            String value = values.get(at).isEmpty() ? NONE : values.get(at);
            if (tag.isName()) {
                path.add(tag.key());
                value = enter(tag, List.copyOf(path), within, value);
                within.add(value);
            }
            limited.add(value);
        }
        return List.copyOf(limited);
    }

    private String enter(Tag tag, List<String> path, List<String> within, String value) {
        List<String> name = new ArrayList<>(within);
        name.add(value);
        return switch (rooms.computeIfAbsent(path, Room::new).enter(List.copyOf(name), most)) {
            case REFUSED -> OTHER;
            case KNOWN -> value;
            case NEW -> {
                if (within.isEmpty()) {
                    newcomers.accept(tag, value);
                }
                yield value;
            }
        };
    }

    private enum Entry {
        KNOWN,
        NEW,
        REFUSED
    }

    /** The names of one tag. */
    private static final class Room {

        private final List<String> path;
        private final Set<List<String>> names = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean told = new AtomicBoolean();

        Room(List<String> path) {
            this.path = path;
        }

        Entry enter(List<String> name, int most) {
            if (names.contains(name)) {
                return Entry.KNOWN;
            }
            synchronized (this) {
                if (names.size() < most) {
                    return names.add(name) ? Entry.NEW : Entry.KNOWN;
                }
            }
            if (told.compareAndSet(false, true)) {
                log.warn(
                        "There are more than {} names of {} in metrics; '{}' and all further ones are counted as '{}'",
                        most,
                        String.join(" / ", path),
                        name.get(name.size() - 1),
                        OTHER);
            }
            return names.contains(name) ? Entry.KNOWN : Entry.REFUSED;
        }
    }
}
