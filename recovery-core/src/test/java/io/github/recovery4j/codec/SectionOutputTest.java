package io.github.recovery4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SectionOutputTest {

    private static Encoded filled(byte[] bytes, Random random) {
        SectionOutput output = new SectionOutput();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(3) == 0 ? 1 : random.nextInt(200_000));
            if (length == 1) {
                output.write(bytes[at]);
            } else {
                output.write(bytes, at, length);
            }
            at += length;
            assertThat(output.size()).isEqualTo(at);
        }
        return output.section("bytes", 2);
    }

    @Test
    void however_the_bytes_come_the_section_has_them_all() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            byte[] bytes = new byte[random.nextInt(1 << random.nextInt(21))];
            random.nextBytes(bytes);
            Encoded parted = filled(bytes, random);
            Encoded whole = Encoded.of("bytes", 2, bytes);

            assertThat(parted.toByteArray())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(bytes);
            assertThat(parted).as("seed %d", seed).isEqualTo(whole).hasSameHashCodeAs(whole);
            assertThat(written(parted)).as("seed %d", seed).isEqualTo(bytes);
            assertThat(checksum(parted)).as("seed %d", seed).isEqualTo(checksum(whole));
            assertThat(parted.parts().stream().mapToInt(ByteBuffer::remaining).sum())
                    .isEqualTo(parted.length())
                    .isEqualTo(bytes.length);
        }
    }

    private static byte[] written(Encoded section) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        section.writeTo(out);
        return out.toByteArray();
    }

    private static long checksum(Encoded section) {
        CRC32C checksum = new CRC32C();
        section.updateInto(checksum);
        return checksum.getValue();
    }

    @Test
    void a_small_section_that_is_written_at_once_is_one_part_of_its_own_length() {
        SectionOutput output = new SectionOutput();
        output.write(new byte[8_000], 0, 8_000);

        assertThat(output.section("bytes", 1).parts()).singleElement().satisfies(part -> assertThat(part.capacity())
                .isEqualTo(8_000));
    }

    @Test
    void no_part_is_longer_than_128_kib() {
        SectionOutput output = new SectionOutput();
        output.write(new byte[1 << 20], 0, 1 << 20);

        assertThat(output.section("bytes", 1).parts()).hasSize(8).allSatisfy(part -> assertThat(part.remaining())
                .isEqualTo(1 << 17));
    }

    @Test
    void nobody_can_change_a_section() {
        byte[] bytes = {1, 2, 3};
        SectionOutput output = new SectionOutput();
        output.write(bytes, 0, 3);
        Encoded section = output.section("bytes", 1);

        bytes[0] = 9;
        Arrays.fill(section.toByteArray(), (byte) 9);
        section.parts().get(0).get();

        assertThatThrownBy(() -> section.parts().get(0).put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(section.toByteArray()).containsExactly(1, 2, 3);
        assertThat(section.parts().get(0).remaining()).isEqualTo(3);
    }

    @Test
    void sections_differ_in_codec_version_and_bytes() {
        Encoded section = Encoded.of("bytes", 1, new byte[] {1});

        assertThat(section)
                .isNotEqualTo(Encoded.of("other", 1, new byte[] {1}))
                .isNotEqualTo(Encoded.of("bytes", 2, new byte[] {1}))
                .isNotEqualTo(Encoded.of("bytes", 1, new byte[] {2}))
                .isNotEqualTo(Encoded.of("bytes", 1, new byte[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new SectionOutput().section("bytes", 0));
    }
}
