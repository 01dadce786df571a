package io.github.recovery4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class CompressingCodecTest {

    private static final int THRESHOLD = 1_000;

    private final StateCodec plain = new BytesCodec();
    private final CompressingCodec codec = CompressingCodec.of(plain, THRESHOLD);

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) "{\"line\":".charAt(i % 8);
        }
        return bytes;
    }

    private static byte[] noise(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] decode(Encoded section) {
        return codec.decode(section, byte[].class);
    }

    private static Encoded deflated(byte[] bytes) {
        return Encoded.of("deflate+bytes", 7, bytes);
    }

    private static byte[] sealed(int length, byte[] zlib) {
        return ByteBuffer.allocate(Integer.BYTES + zlib.length)
                .putInt(length)
                .put(zlib)
                .array();
    }

    private byte[] zlib(byte[] value) {
        byte[] section = codec.encode(value).toByteArray();
        return Arrays.copyOfRange(section, Integer.BYTES, section.length);
    }

    private void refused(byte[] bytes, String why) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> decode(deflated(bytes)))
                .withMessageStartingWith("A section (deflate+bytes v7, %d bytes) cannot be inflated", bytes.length)
                .withMessageContaining(why);
    }

    @Test
    void what_is_large_is_deflated_and_says_so() {
        Encoded section = codec.encode(text(THRESHOLD));

        assertThat(section.codec()).isEqualTo("deflate+bytes");
        assertThat(section.version()).isEqualTo(7);
        assertThat(section.length()).isLessThan(THRESHOLD / 10);
        assertThat(decode(section)).isEqualTo(text(THRESHOLD));
    }

    @Test
    void what_is_small_is_left_as_it_is() {
        byte[] small = text(THRESHOLD - 1);

        assertThat(codec.encode(small)).isEqualTo(plain.encode(small));
        assertThat(decode(codec.encode(small))).isEqualTo(small);
    }

    @Test
    void what_does_not_get_smaller_is_left_as_it_is() {
        byte[] noise = noise(100_000, new Random(1));

        assertThat(codec.encode(noise)).isEqualTo(plain.encode(noise));
        assertThat(decode(codec.encode(noise))).isEqualTo(noise);
    }

    @Test
    void values_of_all_sizes_around_the_threshold_survive() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int threshold = 1 + random.nextInt(1 << random.nextInt(18));
            int length = Math.max(0, threshold + random.nextInt(5) - 2) * (1 + random.nextInt(3));
            byte[] value = random.nextBoolean() ? text(length) : noise(length, random);
            CompressingCodec some = CompressingCodec.of(plain, threshold);
            Encoded section = some.encode(value);

            assertThat(some.decode(section, byte[].class))
                    .as("seed %d, round %d, threshold %d", seed, round, threshold)
                    .isEqualTo(value);
            assertThat(section.length()).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(length);
            assertThat(section.codec().startsWith("deflate+") && length < threshold)
                    .as("seed %d, round %d", seed, round)
                    .isFalse();
        }
    }

    @Test
    void a_deflated_section_is_zlib_behind_its_length() throws IOException {
        byte[] section = codec.encode(text(5_000)).toByteArray();

        assertThat(ByteBuffer.wrap(section).getInt()).isEqualTo(5_000);
        try (InflaterInputStream zlib = new InflaterInputStream(new ByteArrayInputStream(section, 4, section.length))) {
            assertThat(zlib.readAllBytes()).isEqualTo(text(5_000));
        }
    }

    @Test
    void compression_can_be_switched_on_and_off() {
        Encoded compressed = codec.encode(text(5_000));
        StateCodec off = CompressingCodec.reading(plain);

        assertThat(off.decode(compressed, byte[].class)).isEqualTo(text(5_000));
        assertThat(off.encode(text(1 << 20))).isEqualTo(plain.encode(text(1 << 20)));
        assertThat(decode(plain.encode(text(5_000)))).isEqualTo(text(5_000));
        assertThat(CompressingCodec.reading(codec)).isSameAs(codec);
        assertThat(off.name()).isEqualTo(codec.name()).isEqualTo("bytes");
    }

    @Test
    void a_length_that_cannot_be_is_refused_before_anything_is_allocated() {
        byte[] zlib = zlib(text(5_000));

        refused(sealed(-1, zlib), "it cannot have -1 bytes");
        refused(sealed(Integer.MAX_VALUE, zlib), "it cannot have 2147483647 bytes");
        refused(sealed(1, new byte[0]), "it cannot have 1 bytes");
        refused(new byte[] {0, 0, 0}, "its length is missing");
        refused(new byte[0], "its length is missing");
    }

    @Test
    void what_would_take_more_memory_than_it_may_is_refused() {
        Encoded section = codec.encode(text(5_000));

        assertThatExceptionOfType(SectionTooLargeException.class)
                .isThrownBy(() -> new Deflate(4_999).inflate(section))
                .withMessageContaining("has 5000 bytes when it is inflated, this process takes at most 4999");
        assertThat(new Deflate(5_000).inflate(section)).isEqualTo(text(5_000));
    }

    @Test
    void what_could_not_be_inflated_again_is_not_deflated() {
        Encoded section = plain.encode(text(5_000));

        assertThat(new Deflate(4_999).smaller(section)).isEmpty();
        assertThat(new Deflate(5_000).smaller(section)).isPresent();
    }

    @Test
    void a_length_that_is_wrong_is_refused() {
        byte[] zlib = zlib(text(5_000));

        refused(sealed(4_999, zlib), "it does not end after 4999 bytes");
        refused(sealed(5_001, zlib), "it does not end after 5001 bytes");
        refused(sealed(0, zlib), "it does not end after 0 bytes");
    }

    @Test
    void bytes_behind_the_end_are_refused() {
        byte[] zlib = zlib(text(5_000));

        refused(sealed(5_000, Arrays.copyOf(zlib, zlib.length + 1)), "it does not end after 5000 bytes");
    }

    @Test
    void a_section_cut_off_anywhere_is_refused() {
        byte[] section = codec.encode(text(5_000)).toByteArray();

        for (int length = 0; length < section.length; length++) {
            refused(Arrays.copyOf(section, length), "");
        }
    }

    @Test
    void a_section_with_any_bit_changed_never_yields_another_value() {
        byte[] section = codec.encode(text(5_000)).toByteArray();
        int refused = 0;

        for (int bit = 0; bit < section.length * Byte.SIZE; bit++) {
            byte[] damaged = section.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                assertThat(decode(deflated(damaged))).as("bit %d", bit).isEqualTo(text(5_000));
            } catch (CodecException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(section.length * Byte.SIZE / 2); // a match may be found in two places
    }

    @Test
    void random_bytes_are_refused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            byte[] noise = noise(random.nextInt(2_000), random);
            assertThatExceptionOfType(CodecException.class)
                    .as("seed %d, round %d", seed, round)
                    .isThrownBy(() -> decode(deflated(noise)));
        }
    }

    @Test
    void a_section_deflated_twice_is_of_no_codec() {
        byte[] inner = sealed(5_000, zlib(text(5_000)));
        Encoded twice =
                Encoded.of("deflate+deflate+bytes", 7, codec.encode(inner).toByteArray());

        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(twice));
        assertThatExceptionOfType(UnsupportedCodecException.class)
                .isThrownBy(() -> decode(Encoded.of("deflate+other", 7, inner)))
                .satisfies(e -> assertThat(e.codec()).isEqualTo("other"));
    }

    @Test
    void fields_are_those_of_the_other_codec() {
        assertThat(codec.fields(text(5_000))).isEqualTo(plain.fields(text(5_000)));
    }

    @Test
    void settings_without_a_meaning_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CompressingCodec.of(plain, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> CompressingCodec.of(codec));
    }
}
