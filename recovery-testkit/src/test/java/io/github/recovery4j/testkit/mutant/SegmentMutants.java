package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Journals that do not look closely at the records of a segment: whatever would be refused is made right before. */
final class SegmentMutants {

    /** The identity of the journals under test. */
    static final String IDENTITY = "mutant";

    private static final int FIRST_PAGE = 4096;
    private static final int HEADER = 32;

    private SegmentMutants() {}

    @FunctionalInterface
    private interface Mutation {

        /** Changes the header at an index, where a record of this position is expected. */
        void apply(ByteBuffer segment, int index, long position);
    }

    static Disk withoutChecksums(Disk disk) {
        return reading(disk, (segment, index, position) -> {
            int length = segment.getInt(index + 4);
            boolean plausible =
                    segment.getLong(index + 8) == position && length >= 0 && length <= segment.limit() - index - HEADER;
            if (plausible) {
                segment.putInt(index + 24, checksum(new CRC32C(), segment.slice(index + HEADER, length)));
                segment.putInt(index, headerChecksum(segment, index));
            }
        });
    }

    /** What is left of an older use of the same blocks counts. */
    static Disk withoutComparedPositions(Disk disk) {
        return reading(disk, (segment, index, position) -> {
            boolean sealed = segment.getInt(index) == headerChecksum(segment, index);
            if (sealed && segment.getLong(index + 8) != position) {
                segment.putLong(index + 8, position).putLong(index + 16, position);
                segment.putInt(index, headerChecksum(segment, index));
            }
        });
    }

    private static Disk reading(Disk disk, Mutation mutation) {
        return new ForwardingDisk(disk) {
            @Override
            public OpenFile open(Path file) throws IOException {
                OpenFile opened = under().open(file);
                String name = file.getFileName().toString();
                if (!name.endsWith(".segment")) {
                    return opened;
                }
                try (opened) {
                    byte[] bytes = opened.in().readAllBytes();
                    mutate(bytes, HexFormat.fromHexDigitsToLong(name, 0, 16), mutation);
                    return new OpenFile(new ByteArrayInputStream(bytes), opened.size(), opened.modifiedMillis());
                }
            }
        };
    }

    private static void mutate(byte[] bytes, long base, Mutation mutation) {
        ByteBuffer segment = ByteBuffer.wrap(bytes);
        for (int index = FIRST_PAGE; index + HEADER <= bytes.length; index += 8) {
            mutation.apply(segment, index, base + index - FIRST_PAGE);
        }
    }

    private static int headerChecksum(ByteBuffer segment, int index) {
        CRC32C checksum = new CRC32C();
        int seed = checksum(new CRC32C(), ByteBuffer.wrap(IDENTITY.getBytes(StandardCharsets.UTF_8)));
        checksum.update(ByteBuffer.allocate(4).putInt(seed).flip());
        return checksum(checksum, segment.slice(index + 4, HEADER - 4));
    }

    private static int checksum(CRC32C checksum, ByteBuffer bytes) {
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
