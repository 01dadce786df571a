package io.github.recovery4j.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What it costs to watch things that are well: JVMs that watch nothing, 100 health checks on their default schedules, and 20
 * supervised subjects, side by side and with the same flags. After three minutes in which code is compiled, it is looked from outside, once a second for some minutes, what each of them uses. Exits with 1 if 100 checks cost
 * more than 0.5 % of a core above the JVM that watches nothing, if something grew, or was not well. Linux only.
 *
 * <p>Argument: for how many minutes (2, at least 2).
 */
public final class IdleCosts {

    private static final double GOAL_PERCENT = 0.5;
    private static final int WARM_UP_MINUTES = 3;
    private static final int SAMPLES_A_MINUTE = 60;

    /** A JVM that is watched, and what was seen of it. */
    private record Watched(Idling.Watching watching, Process process, List<Sample> samples) implements AutoCloseable {

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
            samples.add(Sample.of(process));
        }

        double percent() {
            return 100.0
                    * used().toNanos()
                    / Duration.ofSeconds(samples.size() - 1L).toNanos();
        }

        Duration used() {
            return samples.get(samples.size() - 1).cpu().minus(samples.get(0).cpu());
        }

        /** The most that was seen in the first minute, and in the last. */
        String growth() {
            Sample first = Sample.most(samples.subList(0, SAMPLES_A_MINUTE));
            Sample last = Sample.most(samples.subList(samples.size() - SAMPLES_A_MINUTE, samples.size()));
            return "%d, %d descriptors; %d, %d threads"
                    .formatted(first.descriptors(), last.descriptors(), first.threads(), last.threads());
        }

        boolean grew() {
            Sample first = Sample.most(samples.subList(0, SAMPLES_A_MINUTE));
            Sample last = Sample.most(samples.subList(samples.size() - SAMPLES_A_MINUTE, samples.size()));
            return last.descriptors() > first.descriptors() || last.threads() > first.threads();
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

    /** What a process uses at a moment. */
    private record Sample(Duration cpu, int descriptors, int threads) {

        static Sample of(Process process) throws IOException {
            Path files = Path.of("/proc", Long.toString(process.pid()));
            return new Sample(
                    process.info().totalCpuDuration().orElseThrow(),
                    count(files.resolve("fd")),
                    count(files.resolve("task")));
        }

        private static int count(Path directory) throws IOException {
            try (Stream<Path> entries = Files.list(directory)) {
                return (int) entries.count();
            }
        }

        static Sample most(List<Sample> samples) {
            return new Sample(
                    Duration.ZERO,
                    samples.stream().mapToInt(Sample::descriptors).max().orElse(0),
                    samples.stream().mapToInt(Sample::threads).max().orElse(0));
        }
    }

    private IdleCosts() {}

    /** Starts, looks, prints and judges. */
    public static void main(String[] args) throws Exception {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 2;
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
            TimeUnit.MINUTES.sleep(WARM_UP_MINUTES);
            watch(all, minutes);
            System.exit(judge(all, minutes) ? 0 : 1);
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

    private static boolean judge(List<Watched> all, int minutes) throws IOException, InterruptedException {
        double nothing = all.get(0).percent();
        boolean good = true;
        for (Watched one : all) {
            double above = one.percent() - nothing;
            boolean well = one.endsWell();
            System.out.printf(
                    "%-30s %6.3f %% of a core, %6.3f above nothing, %5d questions, %7.3f ms each; first and last minute: %s%s%n",
                    one.watching(),
                    one.percent(),
                    above,
                    one.watching().questions() * minutes,
                    one.used().minus(all.get(0).used()).toNanos()
                            / 1e6
                            / Math.max(1, one.watching().questions() * minutes),
                    one.growth(),
                    well ? "" : "; NOT WELL");
            good &= well && !one.grew() && (one.watching() != Idling.Watching.CHECKS || above < GOAL_PERCENT);
        }
        System.out.println(good ? "Within the goal" : "Not within the goal");
        return good;
    }
}
