package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Journals whose records are texts. */
final class TextRecords {

    private TextRecords() {}

    static long append(Journal journal, String text) {
        return journal.append(1, Sync.now(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All of them; nothing is missing. */
    static List<String> records(Journal journal) {
        List<String> records = new ArrayList<>();
        assertThat(journal.replay(0, into(records))).isEmpty();
        return records;
    }

    static JournalReader into(List<String> records) {
        return entry -> records.add(new String(entry.bytes(), StandardCharsets.UTF_8));
    }
}
