package io.github.recovery4j.testkit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.job.RunOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A job in a small heap whose third state cannot be encoded: the codec takes more memory than there is, or goes round in
 * circles. It is run twice in the same process, the second time with a codec that manages:
 *
 * <pre>
 * begun 0 0                 the state it goes on from
 * acked 2 2913              a checkpoint was acknowledged
 * thrown java.lang.Out…     what the caller of the run got
 * outcome failed (…         or that
 * file 01J8….tmp.json       every file of the job after the failure
 * result 8127               the second run is completed
 * </pre>
 */
final class SmallHeapMain {

    static final long ITEMS = 6;

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private SmallHeapMain() {}

    /** How a codec goes wrong. */
    enum Trouble {
        OUT_OF_MEMORY {
            @Override
            void happen() {
                List<byte[]> hoard = new ArrayList<>();
                while (hoard.size() >= 0) {
                    hoard.add(new byte[1 << 14]);
                }
            }
        },
        ENDLESS_RECURSION {
            @Override
            void happen() {
                happen();
                OUT.print(""); // so that the call above is not the last
            }
        },
        NONE {
            @Override
            void happen() {
                // all is well
            }
        };

        abstract void happen();
    }

    private record TroubledCodec(Trouble trouble) implements StateCodec {

        private static final StateCodec TEXT = new TextCodec();

        @Override
        public String name() {
            return TEXT.name();
        }

        @Override
        public Encoded encode(Object value) {
            if (value.equals(Sum.after(3))) {
                trouble.happen();
            }
            return TEXT.encode(value);
        }

        @Override
        public <T> T decode(Encoded encoded, Class<T> type) {
            return TEXT.decode(encoded, type);
        }

        @Override
        public Map<String, String> fields(Object value) {
            return TEXT.fields(value);
        }
    }

    /** Arguments: directory, trouble. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        run(directory, Trouble.valueOf(arguments[1]));
        tellFiles(directory.resolve("sum"));
        run(directory, Trouble.NONE);
    }

    private static void run(Path directory, Trouble trouble) {
        try (Recovery recovery = Recovery.builder()
                .directory(directory)
                .codec(new TroubledCodec(trouble))
                .open()) {
            tell(recovery.run(SumStorage.job(run -> {
                OUT.println("begun " + run.state());
                for (Sum sum = run.state(); sum.done() < ITEMS; ) {
                    sum = sum.next();
                    run.checkpoint(sum);
                    OUT.println("acked " + sum);
                }
                return run.state().total();
            })));
        } catch (OutOfMemoryError | StackOverflowError e) {
            OUT.println("thrown " + e);
        }
    }

    private static void tell(RunOutcome<Long> outcome) {
        OUT.println(
                outcome instanceof RunOutcome.Completed<Long>
                        ? "result " + outcome.orElseThrow()
                        : "outcome " + outcome.describe());
    }

    private static void tellFiles(Path job) throws IOException {
        try (Stream<Path> files = Files.list(job)) {
            files.map(file -> "file " + file.getFileName()).sorted().forEach(OUT::println);
        }
    }
}
