package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs JMH with the arguments it is given, then prints the medians of {@link SaveBenchmark} beside the bare ones. */
public final class Benchmarks {

    private Benchmarks() {}

    /** Takes the arguments of JMH. */
    public static void main(String[] args) throws IOException, RunnerException, CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(args);
        if (options.shouldHelp() || options.shouldList() || options.shouldListProfilers()) {
            Main.main(args);
        } else {
            print(new Runner(options).run());
        }
    }

    private static void print(Collection<RunResult> results) {
        Map<Integer, Map<Way, Double>> medians = new TreeMap<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            if (params.getParam("way") == null) {
                continue; // another benchmark
            }
            medians.computeIfAbsent(Integer.valueOf(params.getParam("size")), size -> new TreeMap<>())
                    .put(
                            Way.valueOf(params.getParam("way")),
                            result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        System.out.printf("%n%10s %-12s %14s %8s%n", "bytes", "way", "median micros", "ratio");
        medians.forEach((size, ways) -> ways.forEach((way, median) -> System.out.printf(
                "%10d %-12s %14.0f %8.3f%n", size, way, median, median / ways.getOrDefault(Way.BARE, Double.NaN))));
    }
}
