package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares our saves with the bare protocol save by save: in every round each way saves the same bytes once, each time
 * in another order, and its time is divided by that of the bare save of the same round. What the disk and the neighbours do
 * hits all ways alike, so the median of these ratios is steadier than a ratio of medians. The last column has the median of
 * the ratios to the floor.
 *
 * <p>Arguments: rounds (1000), then sizes in bytes (1024 65536 1048576).
 */
public final class SaveRatio {

    private static final int WARMUP = 500;
    private static final Way[] WAYS = Way.values();

    private final byte[] payload;
    private final Map<Way, Saver> savers = new EnumMap<>(Way.class);

    private SaveRatio(byte[] payload) {
        this.payload = payload;
    }

    /** Measures and prints a table. */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int[] sizes = args.length > 1
                ? Arrays.stream(args, 1, args.length)
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[] {1 << 10, 1 << 16, 1 << 20};
        System.out.printf("%d rounds after %d for warming up; times in microseconds%n", rounds, WARMUP);
        System.out.printf(
                "%10s %-12s %10s %8s %8s %8s %8s %8s%n",
                "bytes", "way", "median", "ratio", "p25", "p75", "of meds", "floors");
        for (int size : sizes) {
            print(size, new SaveRatio(Scratch.payload(size)).measure(rounds));
        }
    }

    private Map<Way, double[]> measure(int rounds) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            for (Way way : WAYS) {
                savers.put(way, way.open(scratch.path()));
            }
            try {
                rounds(WARMUP);
                return rounds(rounds);
            } finally {
                for (Saver saver : savers.values()) {
                    saver.close();
                }
            }
        }
    }

    private Map<Way, double[]> rounds(int number) throws IOException {
        Map<Way, double[]> micros = new EnumMap<>(Way.class);
        for (Way way : WAYS) {
            micros.put(way, new double[number]);
        }
        List<List<Way>> orders = orders(List.of(WAYS));
        for (int round = 0; round < number; round++) {
            for (Way way : orders.get(round % orders.size())) {
                micros.get(way)[round] = time(savers.get(way));
            }
        }
        return micros;
    }

    /** All permutations, so that every way follows every other equally often. */
    private static List<List<Way>> orders(List<Way> ways) {
        if (ways.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Way>> orders = new ArrayList<>();
        for (Way first : ways) {
            List<Way> others = ways.stream().filter(way -> way != first).toList();
            for (List<Way> rest : orders(others)) {
                List<Way> order = new ArrayList<>(rest);
                order.add(0, first);
                orders.add(order);
            }
        }
        return orders;
    }

    private double time(Saver saver) throws IOException {
        long start = System.nanoTime();
        saver.save(payload);
        return (System.nanoTime() - start) / 1e3;
    }

    private static void print(int size, Map<Way, double[]> micros) {
        double[] bare = micros.get(Way.BARE);
        double[] floor = micros.get(Way.FLOOR);
        micros.forEach((way, times) -> {
            double[] ratios = ratios(times, bare);
            System.out.printf(
                    "%10d %-12s %10.0f %8.3f %8.3f %8.3f %8.3f %8.2f%n",
                    size,
                    way,
                    Quantile.of(times, 0.5),
                    Quantile.of(ratios, 0.5),
                    Quantile.of(ratios, 0.25),
                    Quantile.of(ratios, 0.75),
                    Quantile.of(times, 0.5) / Quantile.of(bare, 0.5),
                    Quantile.of(ratios(times, floor), 0.5));
        });
    }

    private static double[] ratios(double[] times, double[] to) {
        return IntStream.range(0, to.length)
                .mapToDouble(round -> times[round] / to[round])
                .toArray();
    }
}
