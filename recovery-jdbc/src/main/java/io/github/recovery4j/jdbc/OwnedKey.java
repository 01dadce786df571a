package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.lease.LeaseKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What one row of the table {@code owned} is about.
 *
 * @param kind run, admission or journal
 * @param job the job, encoded; of a journal what uses it
 * @param name which of them, encoded
 * @param hash identifies it, as names may be of any length
 */
record OwnedKey(String kind, String job, String name, Hash hash) {

    private static final String RUN = "run";
    private static final String ADMISSION = "admission";
    private static final String JOURNAL = "journal";

    /** Bytes that nobody changes. */
    record Hash(ByteBuffer bytes) {

        byte[] toBytes() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
    }

    static OwnedKey of(RunKey run) {
        return of(LeaseKey.of(run));
    }

    static OwnedKey of(LeaseKey key) {
        boolean admission = key.equals(LeaseKey.admission(key.job()));
        return new OwnedKey(
                admission ? ADMISSION : RUN,
                SafeText.encode(key.job()),
                SafeText.encode(key.name()),
                hash(RUN, key.job(), key.name()));
    }

    static OwnedKey of(JournalName journal) {
        return new OwnedKey(
                JOURNAL,
                journal.kind() + "/" + journal.part(),
                SafeText.encode(journal.tenant() + "/" + journal.name()),
                hash(JOURNAL, journal.kind(), journal.part(), journal.tenant(), journal.name()));
    }

    private static Hash hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = SafeText.encode(part).getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return new Hash(ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
