package io.github.recovery4j.testkit.journal;

import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Appends with several threads until it is killed, and tells of each record that it is durable. */
final class JournalMain {

    static final int THREADS = 4;

    private JournalMain() {}

    static Journal open(Path directory) {
        return FileJournal.builder(directory)
                .identity("kill")
                .segmentSize(32 << 10)
                .open();
    }

    /** Arguments: directory, and for each thread the number of its first record. */
    public static void main(String[] arguments) {
        Journal journal = open(Path.of(arguments[0]));
        for (int thread = 0; thread < THREADS; thread++) {
            int mine = thread;
            int first = Integer.parseInt(arguments[1 + thread]);
            new Thread(() -> append(journal, mine, first)).start();
        }
    }

    /** Sizes differ; every fourth record need not be durable before the next one. */
    private static void append(Journal journal, int thread, int first) {
        for (int number = first; ; number++) {
            String text = "%d %s".formatted(number, "x".repeat(number * 37 % 900));
            ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            if (number % 4 == 3) {
                journal.append(thread, Sync.atClose(), payload);
            } else {
                journal.append(thread, Sync.now(), payload);
                System.out.println(thread + " " + number);
            }
        }
    }
}
