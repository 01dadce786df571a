package io.github.recovery4j.testkit.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What was measured. Safe for use by many threads. */
final class Results {

    /** Times of one kind of mischief, in nanoseconds. */
    private record Times(List<Long> detect, List<Long> recover) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Map<Mischief, Times> times = new EnumMap<>(Mischief.class);
    private final Times all = new Times();
    private final List<String> problems = new ArrayList<>();
    private int injected;
    private int recovered;
    private int otherwise;

    synchronized void recovered(Mischief mischief, boolean asExpected, long detect, long recover) {
        injected++;
        recovered++;
        otherwise += asExpected ? 0 : 1;
        for (Times each : List.of(all, times.computeIfAbsent(mischief, any -> new Times()))) {
            each.detect().add(detect);
            each.recover().add(recover);
        }
    }

    synchronized void failed(Mischief mischief, String problem) {
        injected++;
        problems.add("not recovered, " + problem);
    }

    synchronized void broken(String problem) {
        problems.add(problem);
    }

    synchronized int injected() {
        return injected;
    }

    /** At least 99.9 %, and nothing else. */
    synchronized boolean areGood() {
        return injected > 0 && recovered * 1_000L >= injected * 999L && problems.size() == injected - recovered;
    }

    synchronized void print(Consumer<String> out) {
        out.accept("%,d failures, %,d recovered (%.2f %%); %d were detected as another kind"
                .formatted(injected, recovered, 100.0 * recovered / Math.max(1, injected), otherwise));
        out.accept("%-8s %6s   %-35s   %s".formatted("", "", "detected after (s)", "recovered after (s)"));
        out.accept("%-8s %6s   %8s %8s %8s %8s   %8s %8s %8s %8s"
                .formatted("", "number", "median", "p90", "p99", "max", "median", "p90", "p99", "max"));
        times.forEach((mischief, each) -> out.accept(line(mischief.toString().toLowerCase(Locale.ROOT), each)));
        out.accept(line("all", all));
        problems.forEach(out);
    }

    private static String line(String name, Times times) {
        return "%-8s %,6d   %s   %s"
                .formatted(name, times.detect().size(), quantiles(times.detect()), quantiles(times.recover()));
    }

    private static String quantiles(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.join(
                " ",
                Arrays.stream(new double[] {0.5, 0.9, 0.99, 1})
                        .mapToObj(share -> "%8.3f".formatted(sorted.length == 0 ? Double.NaN : at(sorted, share) / 1e9))
                        .toList());
    }

    private static long at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
