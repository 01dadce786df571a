package io.github.recovery4j.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What it costs to watch things that are well: JVMs that watch nothing, 100 health checks on their default schedules, and 20
 * supervised subjects, side by side and with the same flags. After some minutes, in which most code is compiled, it is looked
 * from outside, once a second, what each of them uses, and how much of that their compilers still do. Exits with 1 if 100
 * checks cost 0.5 % of a core or more above the JVM that watches nothing, if something grew, or was not well. Linux only.
 *
 * <p>Arguments: for how many minutes (5, at least 2), and after how many (10).
 */
public final class IdleCosts {

    private static final double GOAL_PERCENT = 0.5;
    private static final int SAMPLES_A_MINUTE = 60;

    /** A JVM that is watched, and what was seen of it. */
    private record Watched(Idling.Watching watching, Process process, List<ProcessSample> samples)
            implements AutoCloseable {

        static Watched start(Idling.Watching watching, int port) throws IOException {
            ProcessBuilder command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Idling.class.getName(),
                    watching.name(),
                    Integer.toString(port),
                    Long.toString(ProcessHandle.current().pid()));
            command.redirectError(ProcessBuilder.Redirect.INHERIT);
            return new Watched(watching, command.start(), new ArrayList<>());
        }

        void look() throws IOException {
            samples.add(ProcessSample.of(process));
        }

        double percent() {
            return percent(ProcessSample::cpu);
        }

        double percentForCompiling() {
            return percent(ProcessSample::compiling);
        }

        private double percent(Function<ProcessSample, Duration> part) {
            Duration used = part.apply(samples.get(samples.size() - 1)).minus(part.apply(samples.get(0)));
            return used.toNanos() / (samples.size() - 1) / 1e7;
        }

        ProcessSample firstHalf() {
            return ProcessSample.most(samples.subList(0, samples.size() / 2));
        }

        ProcessSample secondHalf() {
            return ProcessSample.most(samples.subList(samples.size() / 2, samples.size()));
        }

        boolean grew() {
            return secondHalf().isMoreThan(firstHalf());
        }

        boolean endsWell() throws IOException, InterruptedException {
            process.getOutputStream().close();
            return process.waitFor(1, TimeUnit.MINUTES)
                    && (watching == Idling.Watching.NOTHING || process.exitValue() == 0);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private IdleCosts() {}

    /** Starts, looks, prints and judges. */
    public static void main(String[] args) throws Exception {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int before = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.setExecutor(Executors.newFixedThreadPool(4));
        service.start();
        List<Watched> all = new ArrayList<>();
        try {
            for (Idling.Watching watching : Idling.Watching.values()) {
                all.add(Watched.start(watching, service.getAddress().getPort()));
            }
            TimeUnit.MINUTES.sleep(before);
            watch(all, minutes);
            System.exit(judge(all) ? 0 : 1);
        } finally {
            all.forEach(Watched::close);
            service.stop(0);
        }
    }

    private static void watch(List<Watched> all, int minutes) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int second = 0; second <= minutes * SAMPLES_A_MINUTE; second++) {
            TimeUnit.NANOSECONDS.sleep(begun + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            for (Watched one : all) {
                one.look();
            }
        }
    }

    private static boolean judge(List<Watched> all) throws IOException, InterruptedException {
        double nothing = all.get(0).percent();
        boolean good = true;
        for (Watched one : all) {
            double above = one.percent() - nothing;
            boolean well = one.endsWell();
            System.out.printf(
                    "%-30s %6.3f %% of a core, %6.3f above nothing; compiling %6.3f; %d, %d descriptors; %d, %d threads%s%n",
                    one.watching(),
                    one.percent(),
                    above,
                    one.percentForCompiling(),
                    one.firstHalf().descriptors(),
                    one.secondHalf().descriptors(),
                    one.firstHalf().threads(),
                    one.secondHalf().threads(),
                    well ? "" : "; NOT WELL");
            good &= well && !one.grew() && (one.watching() != Idling.Watching.CHECKS || above < GOAL_PERCENT);
        }
        System.out.println(good ? "Within the goal" : "Not within the goal");
        return good;
    }
}
