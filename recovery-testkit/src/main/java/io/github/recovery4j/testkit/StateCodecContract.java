package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.codec.UnsupportedCodecException;
import io.github.recovery4j.codec.UnsupportedVersionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link StateCodec} keeps: every value comes back, whatever happens to it after it was encoded, and what is not
 * a value of this codec, version and type is refused. The codec under test stores records without further ado.
 */
public abstract class StateCodecContract {

    /**
     * A state as jobs have them.
     *
     * @param name a text
     * @param count a whole number
     * @param part a fraction
     * @param done yes or no
     * @param list texts
     * @param numbers numbers by name
     * @param inner a state within the state, or null
     */
    public record Sample(
            @Nullable String name,
            long count,
            double part,
            boolean done,
            List<String> list,
            Map<String, Long> numbers,
            @Nullable Sample inner) {

        static Sample of(String name, @Nullable Sample inner) {
            return new Sample(name, -7, 0.1, true, List.of("a", ""), Map.of("x", Long.MAX_VALUE), inner);
        }
    }

    /** Not what a {@link Sample} can be read as. */
    private record Other(List<Integer> name) {}

    private final Sample sample = Sample.of("sample", null);

    /** Creates the suite. */
    protected StateCodecContract() {}

    /** {@return the codec under test; any number of calls} */
    protected abstract StateCodec codec();

    private Sample again(Sample value) {
        return codec().decode(codec().encode(value), Sample.class);
    }

    @Test
    void a_value_survives() {
        assertThat(again(sample)).isEqualTo(sample);
    }

    @Test
    void null_and_nothing_survive() {
        Sample empty = new Sample(null, 0, 0, false, List.of(), Map.of(), null);

        assertThat(again(empty)).isEqualTo(empty);
        assertThat(again(Sample.of("", empty))).isEqualTo(Sample.of("", empty));
    }

    @Test
    void numbers_at_their_limits_survive() {
        for (double part :
                new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, Double.MAX_VALUE}) {
            for (long count : new long[] {Long.MIN_VALUE, Integer.MIN_VALUE - 1L, -1, 0, 255, Long.MAX_VALUE}) {
                Sample limits = new Sample("limits", count, part, true, List.of(), Map.of("n", count), null);
                assertThat(again(limits)).isEqualTo(limits);
            }
        }
    }

    @Test
    void every_character_survives() {
        String all = IntStream.range(0, 0x11000)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(again(Sample.of(all, null)).name()).isEqualTo(all);
    }

    @Test
    void values_within_values_survive() {
        Sample nested = sample;
        for (int level = 0; level < 30; level++) {
            nested = Sample.of("level " + level, nested);
        }

        assertThat(again(nested)).isEqualTo(nested);
    }

    @Test
    void values_of_every_size_survive() {
        for (int items : new int[] {10, 1_000, 8_000, 150_000}) {
            List<String> list =
                    IntStream.range(0, items).mapToObj(i -> "item " + i).toList();
            Map<String, Long> numbers = new HashMap<>();
            LongStream.range(0, items / 10).forEach(i -> numbers.put("number " + i, i * i));
            Sample large = new Sample("large", items, 1, true, list, numbers, null);

            assertThat(again(large)).isEqualTo(large);
        }
    }

    @Test
    void a_later_change_of_the_value_does_not_reach_the_section() {
        List<String> list = new ArrayList<>(List.of("a"));
        Map<String, Long> numbers = new LinkedHashMap<>(Map.of("n", 1L));
        Sample value = new Sample("value", 1, 1, true, list, numbers, null);
        Encoded encoded = codec().encode(value);

        list.add("b");
        numbers.clear();
        Arrays.fill(encoded.toByteArray(), (byte) 0);

        Sample then = new Sample("value", 1, 1, true, List.of("a"), Map.of("n", 1L), null);
        assertThat(codec().decode(encoded, Sample.class)).isEqualTo(then);
    }

    @Test
    void a_value_is_written_the_same_way_again() {
        Encoded encoded = codec().encode(sample);

        assertThat(codec().encode(sample)).isEqualTo(encoded);
        assertThat(codec().encode(codec().decode(encoded, Sample.class))).isEqualTo(encoded);
    }

    @Test
    void a_section_of_an_unknown_codec_is_refused() {
        Encoded foreign =
                Encoded.of("codec of nobody", 1, codec().encode(sample).toByteArray());

        assertThatExceptionOfType(UnsupportedCodecException.class)
                .isThrownBy(() -> codec().decode(foreign, Sample.class))
                .withMessageContaining("codec of nobody")
                .satisfies(e -> assertThat(e.codec()).isEqualTo("codec of nobody"));
    }

    @Test
    void a_section_of_a_newer_version_is_refused() {
        Encoded encoded = codec().encode(sample);
        int version = encoded.version();
        Encoded newer = Encoded.of(encoded.codec(), version + 1, encoded.toByteArray());

        assertThatExceptionOfType(UnsupportedVersionException.class)
                .isThrownBy(() -> codec().decode(newer, Sample.class))
                .satisfies(e -> assertThat(List.of(e.stored(), e.supported())).containsExactly(version + 1, version));
    }

    @Test
    void a_section_that_is_cut_off_or_has_more_is_refused() {
        Encoded encoded = codec().encode(Sample.of("outer", sample));
        byte[] whole = encoded.toByteArray();

        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                byte[] other = Arrays.copyOf(whole, length);
                if (length > whole.length) {
                    other[whole.length] = '}';
                }
                refused(Encoded.of(encoded.codec(), encoded.version(), other), Sample.class);
            }
        }
    }

    @Test
    void a_section_with_any_byte_changed_is_refused_or_read_but_breaks_nothing() {
        Encoded encoded = codec().encode(Sample.of("outer", sample));
        byte[] whole = encoded.toByteArray();

        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                readOrRefused(Encoded.of(encoded.codec(), encoded.version(), damaged));
            }
        }
    }

    private void readOrRefused(Encoded damaged) {
        Sample read;
        try {
            read = codec().decode(damaged, Sample.class);
        } catch (CodecException e) {
            return;
        }
        assertThat(read).isNotNull();
    }

    @Test
    void a_value_of_another_type_is_refused() {
        refused(codec().encode(sample), Other.class);
    }

    private void refused(Encoded section, Class<?> type) {
        assertThatExceptionOfType(CodecException.class)
                .as("%s as %s", section, type)
                .isThrownBy(() -> codec().decode(section, type));
    }

    @Test
    void fields_are_equal_if_the_values_are() {
        Map<String, String> fields = codec().fields(sample);
        Sample other = Sample.of("another", null);

        assertThat(fields).containsKeys("name", "count", "part", "done", "list", "numbers", "inner");
        assertThat(codec().fields(again(sample))).isEqualTo(fields);
        assertThat(codec().fields(other)).isNotEqualTo(fields).containsEntry("count", fields.get("count"));
    }

    @Test
    void one_codec_serves_many_threads() {
        StateCodec codec = codec();
        boolean same = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> Sample.of("thread " + i, sample))
                .allMatch(
                        value -> codec.decode(codec.encode(value), Sample.class).equals(value));

        assertThat(same).isTrue();
    }
}
