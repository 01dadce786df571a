package io.github.recovery4j.benchmarks;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journaling.JournalStorage;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares ways to encode one state, round by round: in every round each of them encodes and decodes it once, and encodes
 * and saves it in a {@link JournalStorage} of its own, each time in another order; times are divided by those of JSON in
 * the same round.
 *
 * <p>Arguments: rounds (500), then sizes in bytes as JSON (1024 65536 1048576).
 */
public final class CodecRatio {

    private static final Coding[] CODINGS = Coding.values();

    private final SampleState state;
    private final Map<Coding, StoreSaver> savers = new EnumMap<>(Coding.class);

    private CodecRatio(SampleState state) {
        this.state = state;
    }

    /** What one coding took in one round; times in microseconds. */
    private record Cost(double encode, double decode, double save, long bytes, long allocated) {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int[] sizes = args.length > 1
                ? Arrays.stream(args, 1, args.length)
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[] {1 << 10, 1 << 16, 1 << 20};
        System.out.printf("%d rounds after as many for warming up; medians, times in microseconds%n", rounds);
        System.out.printf(
                "%10s %-15s %9s %9s %8s %9s %8s %9s %8s %10s%n",
                "JSON bytes",
                "coding",
                "bytes",
                "encode",
                "ratio",
                "decode",
                "ratio",
                "enc+save",
                "ratio",
                "allocated");
        for (int size : sizes) {
            print(size, new CodecRatio(SampleState.ofJsonBytes(size)).measure(rounds));
        }
    }

    private Map<Coding, Cost[]> measure(int rounds) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            for (Coding coding : CODINGS) {
                savers.put(
                        coding,
                        new StoreSaver(JournalStorage.open(scratch.path().resolve(coding.name())), "codec"));
            }
            try {
                rounds(rounds);
                return rounds(rounds);
            } finally {
                savers.values().forEach(StoreSaver::close);
            }
        }
    }

    private Map<Coding, Cost[]> rounds(int number) {
        Map<Coding, Cost[]> costs = new EnumMap<>(Coding.class);
        for (Coding coding : CODINGS) {
            costs.put(coding, new Cost[number]);
        }
        for (int round = 0; round < number; round++) {
            for (int turn = 0; turn < CODINGS.length; turn++) {
                Coding coding = CODINGS[(round + turn) % CODINGS.length];
                costs.get(coding)[round] = cost(coding);
            }
        }
        return costs;
    }

    private Cost cost(Coding coding) {
        long allocated = Usage.allocatedByThisThread();
        long start = System.nanoTime();
        Encoded section = coding.encode(state);
        long encoded = System.nanoTime();
        allocated = Usage.allocatedByThisThread() - allocated;
        long beforeDecoding = System.nanoTime();
        SampleState decoded = coding.decode(section, SampleState.class);
        long beforeSaving = System.nanoTime();
        savers.get(coding).save(coding.encode(state));
        long saved = System.nanoTime();
        if (!decoded.equals(state)) {
            throw new IllegalStateException(coding + " did not give the state back");
        }
        return new Cost(
                (encoded - start) / 1e3,
                (beforeSaving - beforeDecoding) / 1e3,
                (saved - beforeSaving) / 1e3,
                section.length(),
                allocated);
    }

    /** One figure of a cost. */
    private interface Figure {
        double of(Cost cost);
    }

    private static void print(int size, Map<Coding, Cost[]> costs) {
        Cost[] json = costs.get(Coding.JSON);
        costs.forEach((coding, all) -> {
            System.out.printf("%10d %-15s %9d", size, coding, all[0].bytes());
            for (Figure figure : List.<Figure>of(Cost::encode, Cost::decode, Cost::save)) {
                System.out.printf(" %9.0f %8.3f", median(all, figure), ratio(all, json, figure));
            }
            System.out.printf(" %10.0f%n", median(all, Cost::allocated));
        });
    }

    private static double median(Cost[] costs, Figure figure) {
        return Quantile.of(Arrays.stream(costs).mapToDouble(figure::of).toArray(), 0.5);
    }

    private static double ratio(Cost[] costs, Cost[] json, Figure figure) {
        return Quantile.of(
                IntStream.range(0, json.length)
                        .mapToDouble(round -> figure.of(costs[round]) / figure.of(json[round]))
                        .toArray(),
                0.5);
    }
}
