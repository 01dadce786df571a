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
import io.github.recovery4j.ledger.RestoreReport;
import io.github.recovery4j.ledger.SecretRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a ledger costs: a put beside a bare append to a journal, in turns; opening and restoring; and opening after little and
 * after much has happened to as many live entries.
 *
 * <p>Arguments: rounds of puts (2000), events of the long history (1000000).
 */
public final class LedgerCosts {

    private static final int WARMUP = 20_000;
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
            Turns.take(WARMUP, ways);
            Turns turns = Turns.take(rounds, ways);
            System.out.printf(
                    "put: %.0f micros, bare append of %d bytes: %.0f, ratio %s, of medians %.3f; a second bare one: ratio %.3f%n",
                    turns.median(2),
                    encoded.length,
                    turns.median(0),
                    turns.ratios(2, 0, "%.3f (%.3f to %.3f)"),
                    turns.median(2) / turns.median(0),
                    turns.ratio(1, 0, 0.5));
        }
    }

    /** One that writes as those of a storage do. */
    static Journal journal(Path directory) {
        return FileJournal.builder(directory).segmentSize(4 << 20).open();
    }

    /** Opens a ledger of some entries and restores them, with a restorer that does nothing. */
    private static void restored(int entries) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            fill(scratch.path(), entries, entries);
            Openings opening = new Openings();
            Openings restoring = new Openings();
            for (int time = 0; time < Openings.TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    Ledger<String, Service> ledger = opening.time(() -> ledgers.open(SERVICES));
                    RestoreReport<String> report = restoring.time(
                            () -> Replayer.of(ledger, entry -> {}).restore());
                    require(report.restored().size() == entries);
                }
            }
            System.out.printf("%,d entries: opened in %s ms, restored in %s ms%n", entries, opening, restoring);
        }
    }

    private static void tokens(int number) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            try (FileStorage storage = FileStorage.open(scratch.path());
                    Ledgers ledgers = ledgers(storage)) {
                SecretRegistry tokens = ledgers.secrets("api");
                Together.times(
                        number, i -> tokens.grant("token " + i, Grant.of("read").tenant("acme")));
            }
            Openings opening = new Openings();
            for (int time = 0; time < Openings.TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    SecretRegistry tokens = opening.time(() -> verified(ledgers));
                    require(tokens.grants().size() == number);
                }
            }
            System.out.printf("%,d tokens: opened, and one verified, in %s ms%n", number, opening);
        }
    }

    private static SecretRegistry verified(Ledgers ledgers) {
        SecretRegistry tokens = ledgers.secrets("api");
        require(tokens.verify("token 7").isPresent());
        return tokens;
    }

    /** Opens a ledger of some entries to which much has happened. */
    private static void opened(int entries, int events) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            fill(scratch.path(), entries, events);
            Openings opening = new Openings();
            for (int time = 0; time < Openings.TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Ledgers ledgers = ledgers(storage)) {
                    Ledger<String, Service> ledger = opening.time(() -> ledgers.open(SERVICES));
                    require(ledger.live().size() == entries);
                }
            }
            System.out.printf(
                    "%,d entries after %,d events: opened in %s ms; %,d KiB on the disk%n",
                    entries, events, opening, bytes(scratch.path()) >> 10);
        }
    }

    private static void fill(Path directory, int entries, int events) {
        try (FileStorage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            Ledger<String, Service> ledger = ledgers.open(SERVICES);
            Together.times(events, i -> ledger.put("service " + i % entries, Service.of(i)));
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

    private static void require(boolean kept) {
        if (!kept) {
            throw new IllegalStateException("what was put is not there");
        }
    }
}
