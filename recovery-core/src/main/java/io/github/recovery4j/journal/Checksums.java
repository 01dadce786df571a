package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C, as it is used all over the journal. */
final class Checksums {

    private Checksums() {}

    /** The checksum of some buffers, one after the other; their positions do not change. */
    static int of(ByteBuffer... parts) {
        CRC32C checksum = new CRC32C();
        for (ByteBuffer part : parts) {
            checksum.update(part.duplicate());
        }
        return (int) checksum.getValue();
    }
}
