package io.github.recovery4j.durable;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Until when events were recorded before which position: so it can be told which are old. Immutable. */
record Marks(List<Mark> marks) {

    static final Marks NONE = new Marks(List.of());

    /** Marks that are nearer to each other than such a part of what is kept would not be used. */
    private static final int PARTS = 64;

    /**
     * One of them.
     *
     * @param position events before it
     * @param time were recorded before it
     */
    record Mark(long position, Instant time) {}

    /** With one more, and without those that lie before what is there. */
    Marks and(Mark added, long start, Keeping keeping) {
        List<Mark> after = new ArrayList<>(marks);
        after.removeIf(mark -> mark.position() <= start);
        Mark last = after.isEmpty() ? new Mark(start, Instant.MIN) : after.get(after.size() - 1);
        if (added.position() > last.position() && isFar(last, added, keeping)) {
            after.add(added);
        }
        return new Marks(List.copyOf(after));
    }

    /** In bytes, or in time: whichever bound is reached first needs marks. */
    private static boolean isFar(Mark one, Mark other, Keeping keeping) {
        return other.position() - one.position() >= keeping.bytes() / PARTS
                || Duration.between(one.time(), other.time())
                                .compareTo(keeping.age().dividedBy(PARTS))
                        >= 0;
    }

    /** The position before which nothing has to be kept. */
    long expendable(long end, Instant now, Keeping keeping) {
        long old = marks.stream()
                .filter(mark -> Duration.between(mark.time(), now).compareTo(keeping.age()) >= 0)
                .mapToLong(Mark::position)
                .max()
                .orElse(0);
        return Math.max(old, end - keeping.bytes());
    }

    void write(FieldWriter writer) {
        writer.number(marks.size());
        marks.forEach(mark -> writer.longNumber(mark.position()).instant(mark.time()));
    }

    static Marks read(FieldReader reader) {
        List<Mark> marks = new ArrayList<>();
        for (int left = reader.number(); left > 0; left--) {
            marks.add(new Mark(reader.longNumber(), reader.instant()));
        }
        return new Marks(List.copyOf(marks));
    }
}
