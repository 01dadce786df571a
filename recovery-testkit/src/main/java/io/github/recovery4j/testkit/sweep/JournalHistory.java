package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.Gap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What was appended to a journal, and what was promised of it: so, what must be found. */
final class JournalHistory {

    private static final long UNKNOWN = -1;
    private static final int PATTERN = 100;
    private static final int SECTOR = 512;

    private final List<Appended> appended = new ArrayList<>();
    private int numbers;
    private long released;
    private boolean settled;
    private boolean peaceful = true;
    private boolean damaged;
    private long changes;

    /** A record that is there, or may be. */
    record Appended(int number, int size, long position, boolean durable) {

        /** No two are alike: the number is its type. Large ones have many zeros, which are damaged less often. */
        byte[] payload() {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i += i < PATTERN ? 1 : SECTOR) {
                bytes[i] = (byte) (31 * number + i + 1);
            }
            return bytes;
        }

        Appended at(long where, boolean promised) {
            return new Appended(number, size, where, promised);
        }
    }

    /** A record that was found. */
    record Shown(long position, int number, ByteBuffer payload) {}

    JournalHistory copy() {
        JournalHistory copy = new JournalHistory();
        copy.appended.addAll(appended);
        copy.numbers = numbers;
        copy.released = released;
        copy.peaceful = peaceful;
        copy.damaged = damaged;
        return copy;
    }

    /** From now on what was promised may be missing, if that is reported. */
    void expectDamage() {
        damaged = true;
    }

    /** Grows whenever something else is to be expected. */
    long changes() {
        return changes;
    }

    /** How many bytes the next record is to have: now these, now those. */
    int size() {
        return numbers * 97 % 1000;
    }

    boolean isSettled() {
        return settled;
    }

    /** Somebody opened the journal: what he does not find is gone for ever. */
    void opened() {
        changes++;
        settled = false;
    }

    void closedInPeace() {
        changes++;
        peaceful = true;
    }

    Appended appending(int size) {
        changes++;
        peaceful = false;
        Appended next = new Appended(++numbers, size, UNKNOWN, false);
        appended.add(next);
        return next;
    }

    /** It got a position: one that no record had. */
    void appended(long position) {
        changes++;
        int last = appended.size() - 1;
        if (last > 0 && position <= appended.get(last - 1).position()) {
            throw wrong("position %d was given away after %d"
                    .formatted(position, appended.get(last - 1).position()));
        }
        appended.set(last, appended.get(last).at(position, false));
    }

    /** It will never be there. */
    void withdrawn() {
        changes++;
        appended.remove(appended.size() - 1);
    }

    /** Everything is durable from now on. */
    void promise() {
        changes++;
        appended.replaceAll(record -> record.at(record.position(), true));
    }

    /** The position of a record with many before it, all of which may go now. */
    long release() {
        changes++;
        List<Appended> known =
                appended.stream().filter(record -> record.position() >= 0).toList();
        released = known.isEmpty()
                ? released
                : Math.max(released, known.get(known.size() * 2 / 3).position());
        return released;
    }

    /** Holds what a replay has shown against what was appended. */
    void check(List<Shown> shown, List<Gap> gaps) {
        if (!damaged && !gaps.isEmpty()) {
            throw wrong("damage was reported: " + gaps);
        }
        List<Appended> found = new ArrayList<>();
        int next = 0;
        for (Shown record : shown) {
            int index = indexOf(record, next);
            requireExcused(next, index, gaps, found.isEmpty());
            gaps.stream().filter(gap -> covers(gap, record.position())).forEach(gap -> {
                throw wrong("%d is found in what is reported missing, %s".formatted(record.position(), gap));
            });
            found.add(appended.get(index).at(record.position(), true));
            next = index + 1;
        }
        requireExcusedAtTheEnd(next, gaps);
        if (!settled) {
            keep(found);
        }
    }

    private int indexOf(Shown record, int from) {
        for (int i = from; i < appended.size(); i++) {
            Appended expected = appended.get(i);
            if (expected.number() == record.number()) {
                requireEqual(record, expected);
                return i;
            }
        }
        throw wrong("record %d at %d was found, which is unknown or in disorder"
                .formatted(record.number(), record.position()));
    }

    private void requireEqual(Shown record, Appended expected) {
        boolean moved = expected.position() != UNKNOWN && expected.position() != record.position();
        if (moved || !ByteBuffer.wrap(expected.payload()).equals(record.payload())) {
            throw wrong("record %d at %d, of %d bytes, is not what was appended: %s"
                    .formatted(
                            record.number(), record.position(), record.payload().remaining(), expected));
        }
    }

    /** Records that were not found, before one that was. */
    private void requireExcused(int from, int to, List<Gap> gaps, boolean first) {
        for (Appended missing : appended.subList(from, to)) {
            boolean forgotten = first && missing.position() != UNKNOWN && missing.position() < released;
            if (!forgotten && !isReported(missing, gaps)) {
                throw wrong("%s is missing, a later one is there; reported are %s".formatted(missing, gaps));
            }
        }
    }

    private void requireExcusedAtTheEnd(int from, List<Gap> gaps) {
        for (Appended missing : appended.subList(from, appended.size())) {
            boolean lost = damaged && !peaceful;
            if (missing.durable() && !lost && missing.position() >= released && !isReported(missing, gaps)) {
                throw wrong("%s is missing; reported are %s".formatted(missing, gaps));
            }
        }
    }

    private boolean isReported(Appended missing, List<Gap> gaps) {
        return damaged && gaps.stream().anyMatch(gap -> covers(gap, missing.position()));
    }

    private static boolean covers(Gap gap, long position) {
        return gap.from() <= position && position < gap.to();
    }

    private void keep(List<Appended> found) {
        changes++;
        settled = true;
        appended.clear();
        appended.addAll(found);
    }

    private AssertionError wrong(String what) {
        return new AssertionError(what + "; " + this);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("appended:");
        appended.forEach(record -> text.append(' ')
                .append(record.number())
                .append('@')
                .append(record.position())
                .append(record.durable() ? "" : "?"));
        return text.append("; released: ")
                .append(released)
                .append(peaceful ? "; closed" : "")
                .toString();
    }
}
