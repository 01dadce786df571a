package io.github.recovery4j.testkit.ledger;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.testkit.TextCodec;
import java.nio.file.Path;

/** Puts, replaces and retires with several threads until it is killed, and tells of each change that it is durable. */
final class PuttingMain {

    static final int THREADS = 4;

    private PuttingMain() {}

    static Recovery open(Path directory) {
        return Recovery.builder().directory(directory).codec(new TextCodec()).open();
    }

    static Ledger<String, Long> ledger(Recovery recovery) {
        return recovery.ledger("killed", String.class, Long.class);
    }

    /** Arguments: directory, and for each thread the number it begins with. */
    public static void main(String[] arguments) {
        Ledger<String, Long> ledger = ledger(open(Path.of(arguments[0])));
        for (int thread = 0; thread < THREADS; thread++) {
            String mine = "thread " + thread;
            long first = Long.parseLong(arguments[1 + thread]);
            new Thread(() -> use(ledger, mine, first)).start();
        }
    }

    /** The number only grows; every fifth time the entry is retired in between. */
    private static void use(Ledger<String, Long> ledger, String key, long first) {
        for (long number = first; ; number++) {
            if (number % 5 == 0) {
                ledger.retire(key, "for a change");
            }
            long id = ledger.put(key, number);
            System.out.println(key + "=" + number + " " + id);
        }
    }
}
