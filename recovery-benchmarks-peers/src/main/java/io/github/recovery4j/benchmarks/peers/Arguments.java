package io.github.recovery4j.benchmarks.peers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arguments of the form {@code name=value} or {@code name=value,value}. */
final class Arguments {

    private final Map<String, List<String>> values = new HashMap<>();

    /** Refuses a name that is not among the known ones. */
    Arguments(String[] args, String... known) {
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (parts.length < 2 || !Set.of(known).contains(parts[0])) {
                throw new IllegalArgumentException(
                        "Not name=value with a name of " + Arrays.toString(known) + ": " + arg);
            }
            values.put(parts[0], List.of(parts[1].split(",")));
        }
    }

    List<Integer> numbers(String name, Integer... otherwise) {
        List<String> given = values.get(name);
        return given == null
                ? List.of(otherwise)
                : given.stream().map(Integer::valueOf).toList();
    }

    int number(String name, int otherwise) {
        return numbers(name, otherwise).get(0);
    }

    /** Empty unless it is given. */
    String text(String name) {
        return values.getOrDefault(name, List.of("")).get(0);
    }

    List<Peer> peers(Peer... otherwise) {
        List<String> given = values.get("peers");
        return given == null
                ? List.of(otherwise)
                : given.stream().map(Peer::valueOf).toList();
    }
}
