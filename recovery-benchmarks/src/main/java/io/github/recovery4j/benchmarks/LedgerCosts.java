package io.github.recovery4j.benchmarks;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.jackson.JacksonCodec;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerDefinition;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.ledger.Replayer;
import io.github.recovery4j.ledger.SecretRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * What a ledger costs: a put beside a bare append to a journal, in turns; opening and restoring; and opening after little and
 * after much has happened to as many live entries.
 *
 * <p>Arguments: rounds of puts (2000), events of the long history (1000000).
 */
public final class LedgerCosts {

    private static final int WARMUP = 20_000;
    private static final int THREADS = 64;
    private static final int TIMES = 5;
    private static final LedgerDefinition<String, Service> SERVICES =
            LedgerDefinition.named("services", String.class, Service.class);

    private LedgerCosts() {}

    /** What is put: as much as it takes to start a small service. */
    record Service(String image, int port, List<String> arguments) {

        static Service of(long number) {
            return new Service(
                    "registry.example/service:" + number,
                    8080 + (int) (number % 1000),
                    List.of("--verbose", "--color"));
        }
    }

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        puts(rounds);
        restored(1_000);
        restored(100_000);
        tokens(10_000);
        opened(1_000, 10_000);
        opened(1_000, events);
    }

    private static Ledgers ledgers(FileStorage storage) {
        return new Ledgers(storage.namedJournals(), new JacksonCodec(), event -> {}, InstantSource.system());
    }

    /** Each round both, in turns; the second bare journal shows the noise. */
    private static void puts(int rounds) throws IOException {
        try (Scratch scratch = Scratch.create();
                FileStorage storage = FileStorage.open(scratch.path().resolve("storage"));
                Ledgers ledgers = ledgers(storage);
                Journal bare = journal(scratch.path().resolve("bare"));
                Journal again = journal(scratch.path().resolve("again"))) {
            Ledger<String, Service> ledger = ledgers.open(SERVICES);
            byte[] encoded = new JacksonCodec().encode(Service.of(1)).toByteArray();
            List<LongConsumer> ways = List.of(
                    number -> bare.append(1, Sync.now(), ByteBuffer.wrap(encoded)),
                    number -> again.append(1, Sync.now(), ByteBuffer.wrap(encoded)),
                    number -> ledger.put("service " + number % 1000, Service.of(number)));
            rounds(WARMUP, ways);
            double[][] micros = rounds(rounds, ways);
            double[] ratios = ratios(micros[2], micros[0]);
            System.out.printf(
                    "put: %.0f micros, bare append of %d bytes: %.0f, ratio %.3f (%.3f to %.3f), of medians %.3f; a second bare one: ratio %.3f%n",
                    Quantile.of(micros[2], 0.5),
                    encoded.length,
                    Quantile.of(micros[0], 0.5),
                    Quantile.of(ratios, 0.5),
                    Quantile.of(ratios, 0.25),
                    Quantile.of(ratios, 0.75),
                    Quantile.of(micros[2], 0.5) / Quantile.of(micros[0], 0.5),
                    Quantile.of(ratios(micros[1], micros[0]), 0.5));
        }
    }

    private static Journal journal(Path directory) {
        return FileJournal.builder(directory).segmentSize(4 << 20).open();
    }

    private static double[][] rounds(int number, List<LongConsumer> ways) {
        double[][] micros = new double[ways.size()][number];
        for (int round = 0; round < number; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                int way = (turn + round) % ways.size();
                long start = System.nanoTime();
                ways.get(way).accept(round);
                micros[way][round] = (System.nanoTime() - start) / 1e3;
            }
        }
        return micros;
    }

    private static double[] ratios(double[] times, double[] to) {
        return IntStream.range(0, to.length)
                .mapToDouble(round -> times[round] / to[round])
                .toArray();
    }

    /** Opens a ledger of some entries and restores them, with a restorer that does nothing. */
    private static void restored(int entries) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            fill(scratch.path(), entries, entries);
            List<Double> opening = new ArrayList<>();
            List<Double> restoring = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    long start = System.nanoTime();
                    Ledger<String, Service> ledger = ledgers.open(SERVICES);
                    long opened = System.nanoTime();
                    int restored = Replayer.of(ledger, entry -> {})
                            .restore()
                            .restored()
                            .size();
                    restoring.add((System.nanoTime() - opened) / 1e6);
                    opening.add((opened - start) / 1e6);
                    require(restored == entries);
                }
            }
            System.out.printf(
                    "%,d entries: opened in %s ms, restored in %s ms%n", entries, words(opening), words(restoring));
        }
    }

    private static void tokens(int number) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            try (FileStorage storage = FileStorage.open(scratch.path());
                    Ledgers ledgers = ledgers(storage)) {
                SecretRegistry tokens = ledgers.secrets("api");
                together(
                        number, i -> tokens.grant("token " + i, Grant.of("read").tenant("acme")));
            }
            List<Double> opening = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    long start = System.nanoTime();
                    SecretRegistry tokens = ledgers.secrets("api");
                    require(tokens.verify("token 7").isPresent());
                    opening.add((System.nanoTime() - start) / 1e6);
                    require(tokens.grants().size() == number);
                }
            }
            System.out.printf("%,d tokens: opened, and one verified, in %s ms%n", number, words(opening));
        }
    }

    /** Opens a ledger of some entries to which much has happened. */
    private static void opened(int entries, int events) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            fill(scratch.path(), entries, events);
            List<Double> opening = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    long start = System.nanoTime();
                    Ledger<String, Service> ledger = ledgers.open(SERVICES);
                    opening.add((System.nanoTime() - start) / 1e6);
                    require(ledger.live().size() == entries);
                }
            }
            System.out.printf(
                    "%,d entries after %,d events: opened in %s ms; %,d KiB on the disk%n",
                    entries, events, words(opening), bytes(scratch.path()) >> 10);
        }
    }

    private static void fill(Path directory, int entries, int events) {
        try (FileStorage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            Ledger<String, Service> ledger = ledgers.open(SERVICES);
            together(events, i -> ledger.put("service " + i % entries, Service.of(i)));
        }
    }

    /** With many threads, which share their syncs. */
    private static void together(int number, LongConsumer action) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    for (long i = first; i < number; i += THREADS) {
                        action.accept(i);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("could not be prepared", e);
        } finally {
            threads.shutdown();
        }
    }

    private static long bytes(Path directory) throws IOException {
        long sum = 0;
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static String words(List<Double> millis) {
        return String.join(
                " · ", millis.stream().map(each -> "%.1f".formatted(each)).toList());
    }

    private static void require(boolean kept) {
        if (!kept) {
            throw new IllegalStateException("what was put is not there");
        }
    }
}
