package io.github.recovery4j.jackson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names were written in the objects that are open, to find one that occurs twice. Jackson can tell too, but with a
 * hash set for every object, which is a quarter of the time and more than half of the memory that writing a large state takes.
 * Here most objects are small enough to be looked through, and none of those takes any memory.
 */
final class OpenObjects {

    private final List<Names> levels = new ArrayList<>();
    private int depth;

    void start() {
        if (depth == levels.size()) {
            levels.add(new Names());
        }
        levels.get(depth++).clear();
    }

    void end() {
        if (depth > 0) {
            depth--;
        }
    }

    /** Takes a name of the innermost object. */
    void name(String name) {
        if (depth > 0 && !levels.get(depth - 1).add(name)) {
            throw new RefusedException("a field occurs twice");
        }
    }

    /** The names of one object, and one bit for each, which tells most new names apart without a look at the others. */
    private static final class Names {

        private static final int FEW = 16;

        private final String[] few = new String[FEW];
        private int count;
        private long bits;
        private @Nullable Set<String> many;

        void clear() {
            count = 0;
            bits = 0;
            many = null;
        }

        boolean add(String name) {
            if (many != null) {
                return many.add(name);
            }
            if (count == FEW) {
                many = new HashSet<>(Arrays.asList(few));
                return many.add(name);
            }
            long bit = 1L << (name.hashCode() % Long.SIZE);
            if ((bits & bit) != 0 && contains(name)) {
                return false;
            }
            bits |= bit;
            few[count++] = name;
            return true;
        }

        private boolean contains(String name) {
            for (int i = 0; i < count; i++) {
                if (few[i].equals(name)) {
                    return true;
                }
            }
            return false;
        }
    }
}
