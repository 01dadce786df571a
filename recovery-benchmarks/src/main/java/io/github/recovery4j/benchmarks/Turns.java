package io.github.recovery4j.benchmarks;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Ways to do something that took turns: in each round each of them once, in an order that changes, so that what the disk and
 * other programs do hits all alike.
 *
 * @param micros how long each way took in each round
 */
record Turns(List<double[]> micros) {

    /** Takes so many rounds; the ways get the number of the round. */
    static Turns take(int rounds, List<LongConsumer> ways) {
        List<double[]> micros = ways.stream().map(way -> new double[rounds]).toList();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                int way = (turn + round) % ways.size();
                long start = System.nanoTime();
                ways.get(way).accept(round);
                micros.get(way)[round] = (System.nanoTime() - start) / 1e3;
            }
        }
        return new Turns(micros);
    }

    double median(int way) {
        return Quantile.of(micros.get(way), 0.5);
    }

    /** A quantile of the ratios within each round. */
    double ratio(int way, int to, double quantile) {
        return Quantile.of(ratios(way, to), quantile);
    }

    private double[] ratios(int way, int to) {
        return IntStream.range(0, micros.get(to).length)
                .mapToDouble(round -> micros.get(way)[round] / micros.get(to)[round])
                .toArray();
    }

    /** The median ratio and its quartiles. */
    String ratios(int way, int to, String format) {
        return format.formatted(ratio(way, to, 0.5), ratio(way, to, 0.25), ratio(way, to, 0.75));
    }
}
