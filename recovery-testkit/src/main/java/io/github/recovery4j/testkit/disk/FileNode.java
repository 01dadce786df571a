package io.github.recovery4j.testkit.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A file of a {@link SimulatedDisk}: what a reader sees, what is durable, and what was written in between. */
final class FileNode implements Node {

    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final long number;
    private Content content;
    private Content durable;
    private final List<Range> written = new ArrayList<>();

    /** A part of the file that was written since it was last synced. */
    private record Range(int from, int to) {}

    FileNode(long number, byte[] durable) {
        this(number, new Content(durable));
    }

    private FileNode(long number, Content durable) {
        this.number = number;
        this.content = durable;
        this.durable = durable;
    }

    long number() {
        return number;
    }

    byte[] content() {
        return content.bytes();
    }

    /** Readers keep what they have: the array is never changed. */
    void append(byte[] bytes, int offset, int length) {
        byte[] longer = Arrays.copyOf(content.bytes(), content.length() + length);
        System.arraycopy(bytes, offset, longer, content.length(), length);
        written.add(new Range(content.length(), longer.length));
        content = new Content(longer);
    }

    /** Writes over what is there; readers keep what they have. */
    void overwrite(int position, byte[] bytes) {
        byte[] changed = content.bytes().clone();
        System.arraycopy(bytes, 0, changed, position, bytes.length);
        written.add(new Range(position, position + bytes.length));
        content = new Content(changed);
    }

    /** Takes the end away; a crash may bring it back. */
    void cut(int length) {
        content = new Content(Arrays.copyOf(content.bytes(), length));
        written.replaceAll(range -> new Range(Math.min(range.from(), length), Math.min(range.to(), length)));
        written.add(new Range(length, length));
    }

    void sync() {
        durable = content;
        written.clear();
    }

    @Override
    public FileNode copy(Copies copies) {
        FileNode copy = new FileNode(number, durable);
        copy.content = content;
        copy.written.addAll(written);
        return copy;
    }

    @Override
    public FileNode after(Loss loss) {
        return new FileNode(
                number, written.isEmpty() ? durable : left(loss.crash().data(), loss.ofData()));
    }

    private Content left(Crash.Data data, SplittableRandom random) {
        return switch (data) {
            case LOST -> durable;
            case KEPT -> content;
            case TORN -> torn(cut(1, random));
            case TORN_AT_A_SECTOR -> torn(cut(SECTOR, random));
            case TORN_AT_A_PAGE -> torn(cut(PAGE, random));
            case SCATTERED -> scattered(random);
            case ZEROED -> overwritten(new byte[content.length()]);
            case GARBAGE -> overwritten(noise(random));
        };
    }

    /** Somewhere within what was written, or at one of its ends. */
    private int cut(int unit, SplittableRandom random) {
        int first = written.stream().mapToInt(Range::from).min().orElseThrow();
        int last = written.stream().mapToInt(Range::to).max().orElseThrow();
        int units = (last - first) / unit;
        int cut = (first / unit + random.nextInt(units + 1)) * unit;
        return Math.min(last, Math.max(first, cut));
    }

    /** New up to the cut; behind it as before, which is nothing if the file grew. */
    private Content torn(int cut) {
        byte[] mixed = Arrays.copyOf(content.bytes(), Math.max(cut, durable.length()));
        if (cut < durable.length()) {
            System.arraycopy(durable.bytes(), cut, mixed, cut, durable.length() - cut);
        }
        return new Content(mixed);
    }

    private Content scattered(SplittableRandom random) {
        byte[] old = Arrays.copyOf(durable.bytes(), content.length());
        byte[] mixed = content.bytes().clone();
        for (int sector = 0; sector < mixed.length; sector += SECTOR) {
            if (random.nextBoolean()) {
                int end = Math.min(mixed.length, sector + SECTOR);
                System.arraycopy(old, sector, mixed, sector, end - sector);
            }
        }
        return new Content(mixed);
    }

    private Content overwritten(byte[] by) {
        byte[] mixed = content.bytes().clone();
        for (Range range : written) {
            System.arraycopy(by, range.from(), mixed, range.from(), range.to() - range.from());
        }
        return new Content(mixed);
    }

    private byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[content.length()];
        random.nextBytes(noise);
        return noise;
    }

    @Override
    public boolean isDurable() {
        return written.isEmpty();
    }

    @Override
    public void describeTo(StringBuilder text) {
        text.append(number).append(':').append(content.hash()).append(':').append(content.length());
    }
}
