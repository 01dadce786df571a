package io.github.recovery4j.examples.sessions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel tells of a process in {@code /proc/4711/stat}: {@code 4711 (a name) T 1 4711 4711 34816 4711 …}.
 *
 * @param state {@code T} if it was stopped
 * @param group its process group
 * @param foreground the process group in the foreground of its terminal
 */
record Stat(String state, long group, long foreground) {

    private static final int GROUP = 2;
    private static final int FOREGROUND = 5;

    /** Empty if there is no such process. */
    static Optional<Stat> of(long pid) throws IOException {
        Optional<String> text = read(Path.of("/proc", Long.toString(pid), "stat"));
        return text.map(stat -> {
            String[] fields =
                    stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // a name may have anything in it
            return new Stat(fields[0], Long.parseLong(fields[GROUP]), Long.parseLong(fields[FOREGROUND]));
        });
    }

    boolean isStopped() {
        return state.equals("T");
    }

    boolean isForeground() {
        return group == foreground;
    }

    /** The process, and all that it has started, and so on. */
    static List<Long> family(long pid) throws IOException {
        List<Long> all = new ArrayList<>(List.of(pid));
        for (int i = 0; i < all.size(); i++) {
            String number = Long.toString(all.get(i));
            Optional<String> children = read(Path.of("/proc", number, "task", number, "children"));
            for (String child : children.orElse("").strip().split(" ", -1)) {
                if (!child.isEmpty()) {
                    all.add(Long.parseLong(child));
                }
            }
        }
        return all;
    }

    /** Empty if it has ended, before it was opened or while it is read. */
    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
