package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.UnsupportedCodecException;
import io.github.recovery4j.codec.UnsupportedVersionException;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What is the same in both formats, and what is not. */
class JacksonSmileTest {

    private final JacksonCodec json = new JacksonCodec();
    private final JacksonCodec smile = smile(builder -> builder);

    record Progress(String source, long lines, Instant at, Set<String> done) {}

    record Longer(String source, long lines, Instant at, Set<String> done, List<Integer> more) {}

    record Measured(double value, float small, BigDecimal exact, BigInteger whole, byte[] bytes) {}

    record Count(int count) {}

    record Point(int x, int y) {}

    record Cloud(Set<Point> points) {}

    static final class Nothing {
        @com.fasterxml.jackson.annotation.JsonValue
        public Object value() {
            return null;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Plugin {}

    private static JacksonCodec smile(UnaryOperator<JacksonCodec.Builder> settings) {
        return settings.apply(JacksonCodec.builder().format(JacksonFormat.SMILE))
                .build();
    }

    private static Progress progress() {
        return new Progress("users.csv", 41, Instant.parse("2026-11-21T09:00:00Z"), Set.of("b", "a", "c"));
    }

    @Test
    void a_section_carries_the_name_of_its_format() {
        assertThat(smile.name()).isEqualTo("jackson-smile");
        assertThat(smile.encode(progress()).codec()).isEqualTo("jackson-smile");
        assertThat(json.encode(progress()).codec()).isEqualTo("jackson-json");
    }

    @Test
    void each_codec_reads_what_the_other_wrote() {
        assertThat(json.decode(smile.encode(progress()), Progress.class)).isEqualTo(progress());
        assertThat(smile.decode(json.encode(progress()), Progress.class)).isEqualTo(progress());
    }

    @Test
    void the_fields_of_a_configuration_are_the_same_in_both_formats() {
        Measured measured = new Measured(0.1, 0.1f, new BigDecimal("1.50"), BigInteger.TEN.pow(40), new byte[] {1, -2});

        for (Object value : List.of(progress(), measured, "mainnet", List.of(1, 2))) {
            Object stored = smile.decode(smile.encode(value), value.getClass());
            assertThat(smile.fields(value)).isEqualTo(json.fields(value)).isEqualTo(json.fields(stored));
        }
    }

    @Test
    void bytes_are_stored_as_they_are() {
        byte[] bytes = new byte[300];
        Arrays.fill(bytes, (byte) -1);

        assertThat(smile.encode(bytes).length()).isLessThan(310);
        assertThat(smile.decode(smile.encode(bytes), byte[].class)).isEqualTo(bytes);
    }

    @Test
    void unknown_fields_are_ignored_and_missing_numbers_refused() {
        Encoded longer = smile.encode(new Longer("s", 1, Instant.EPOCH, Set.of(), List.of(1)));

        assertThat(smile.decode(longer, Progress.class)).isEqualTo(new Progress("s", 1, Instant.EPOCH, Set.of()));
        refused(smile.encode(Map.of("source", "s")), Progress.class).hasMessageContaining("expected long");
    }

    @Test
    void values_of_another_kind_are_refused() {
        refused(smile.encode(Map.of("count", "1")), Count.class).hasMessageContaining("at count");
        refused(smile.encode(Map.of("count", 1.5)), Count.class).hasMessageContaining("at count");
        refused(smile.encode(Map.of("count", 1L << 40)), Count.class)
                .hasMessageContaining("a number does not fit int, at count (byte");
    }

    @Test
    void sets_without_an_order_are_sorted() {
        Cloud cloud = new Cloud(Set.of(new Point(2, 1), new Point(1, 9), new Point(1, 2)));

        assertThat(smile.encode(new Cloud(new java.util.HashSet<>(cloud.points()))))
                .isEqualTo(smile.encode(cloud));
        assertThat(smile.encode(smile.decode(smile.encode(cloud), Cloud.class))).isEqualTo(smile.encode(cloud));
    }

    @Test
    void a_state_is_migrated_whatever_its_format() {
        JacksonCodec later = smile(builder ->
                builder.type(Count.class, versions -> versions.current(2).migrate(1, JacksonSmileTest::renameLines)));

        assertThat(later.decode(smile.encode(Map.of("lines", 41)), Count.class)).isEqualTo(new Count(41));
        assertThat(later.decode(json.encode(Map.of("lines", 41)), Count.class)).isEqualTo(new Count(41));
        assertThat(later.encode(new Count(1)).version()).isEqualTo(2);
        assertThatThrownBy(() -> smile.decode(later.encode(new Count(1)), Count.class))
                .isInstanceOf(UnsupportedVersionException.class);
    }

    private static JsonNode renameLines(JsonNode old) {
        old.asObject().set("count", old.asObject().remove("lines"));
        return old;
    }

    @Test
    void a_migration_changes_no_number() {
        JacksonCodec later = smile(builder ->
                builder.type(Measured.class, versions -> versions.current(2).migrate(1, old -> old)));

        for (double value : new double[] {0.1, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE}) {
            BigDecimal exact = new BigDecimal("1234567890.12345678901234567890");
            Measured measured = new Measured(value, (float) value, exact, BigInteger.TEN.pow(400), new byte[] {1});
            Measured migrated = later.decode(smile.encode(measured), Measured.class);
            assertThat(smile.encode(migrated)).isEqualTo(smile.encode(measured));
        }
    }

    @Test
    void a_customizer_reaches_both_formats() {
        JacksonCodec upper = smile(builder ->
                builder.customize(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)));

        assertThat((Object) smile.decode(upper.encode(new Point(1, 2)), Map.class))
                .isEqualTo(Map.of("X", 1, "Y", 2));
        assertThat(upper.decode(Documents.of("{\"X\":1,\"Y\":2}"), Point.class)).isEqualTo(new Point(1, 2));
        assertThat(upper.fields(new Point(1, 2))).containsKeys("X", "Y");
    }

    @Test
    void what_could_not_be_read_is_not_written() {
        JacksonCodec small = smile(builder -> builder.limits(new JacksonLimits(200, 5, 50, 100)));
        Map<Object, Integer> twice = new LinkedHashMap<>(Map.of(1, 1));
        twice.put("1", 2);

        for (Object value : List.of(
                List.of(List.of(List.of(List.of(List.of(List.of()))))),
                twice,
                "t".repeat(101),
                new byte[100],
                new int[200],
                new BigInteger("9".repeat(51)),
                new BigDecimal("0." + "1".repeat(51)),
                new Nothing())) {
            assertThatThrownBy(() -> small.encode(value)).isInstanceOf(CodecException.class);
        }
        assertThatThrownBy(() -> smile.encode(new Nothing()))
                .hasMessage("Nothing cannot be encoded: its document is null");
    }

    @Test
    void half_a_surrogate_pair_is_refused() {
        for (String half : List.of("\uD800", "x\uDC00", "\uDC00\uD800", "a".repeat(70_000) + "\uDC00")) {
            assertThatThrownBy(() -> smile.encode(half))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("String cannot be encoded: a text has half a surrogate pair");
            assertThatThrownBy(() -> smile.encode(Map.of(half, 1))).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void a_type_that_asks_for_class_names_is_refused() {
        refused(smile.encode(Map.of("@class", "java.io.File")), Plugin.class).hasMessageContaining("class names");
    }

    @Test
    void ten_thousand_levels_are_refused() {
        byte[] header = smile.encode(1).toByteArray();
        byte[] deep = Arrays.copyOf(header, 10_000);
        Arrays.fill(deep, 4, deep.length, (byte) 0xF8); // the start of an array

        refused(Encoded.of("jackson-smile", 1, deep), Object.class).hasMessageContaining("nesting depth");
    }

    @Test
    void lengths_beyond_the_document_are_refused() {
        byte[] header = Arrays.copyOf(smile.encode(1).toByteArray(), 4);
        for (int token : new int[] {0xFD, 0xE8, 0x26, 0x2A}) { // binary, quoted binary, big integer, big decimal
            byte[] hostile = Arrays.copyOf(header, 12);
            hostile[4] = (byte) token;
            Arrays.fill(hostile, 5, 9, (byte) 0x7F);
            hostile[9] = (byte) 0x80;
            refused(Encoded.of("jackson-smile", 1, hostile), Object.class);
        }
    }

    @Test
    void a_second_document_behind_the_first_is_refused() {
        byte[] one = smile.encode(Map.of("a", 1)).toByteArray();
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        byte[] ended = Arrays.copyOf(one, one.length + 2);
        ended[one.length] = (byte) 0xFF; // the end mark

        refused(Encoded.of("jackson-smile", 1, two), Map.class).hasMessageContaining("more follows after the end");
        refused(Encoded.of("jackson-smile", 1, ended), Map.class).hasMessageContaining("more follows after the end");
    }

    @Test
    void a_json_document_under_the_name_of_smile_is_refused() {
        byte[] document = json.encode(progress()).toByteArray();

        refused(Encoded.of("jackson-smile", 1, document), Progress.class)
                .hasMessageStartingWith("Progress cannot be decoded: the document is malformed");
        refused(Encoded.of("jackson-json", 1, smile.encode(progress()).toByteArray()), Progress.class);
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            Encoded section, Class<?> type) {
        return assertThatThrownBy(() -> smile.decode(section, type)).isInstanceOf(CodecException.class);
    }

    @Test
    void a_customizer_that_fails_is_not_taken_for_a_missing_library() {
        JacksonCodec picky = JacksonCodec.builder()
                .customize(mapper -> {
                    if (!(mapper instanceof JsonMapper.Builder)) {
                        throw new IllegalStateException("for JSON only");
                    }
                })
                .build();
        assertThatThrownBy(() -> picky.decode(smile.encode(new Point(1, 2)), Point.class))
                .isExactlyInstanceOf(CodecException.class)
                .hasMessage("Point cannot be decoded: the mapper of jackson-smile cannot be made (for JSON only)")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    /** Run where the library is missing. */
    public static final class Without implements Runnable {
        @Override
        public void run() {
            JacksonCodec codec = new JacksonCodec();
            Encoded stored = Encoded.of("jackson-smile", 1, new byte[] {':'});
            assertThat(codec.decode(codec.encode(new Point(1, 2)), Point.class)).isEqualTo(new Point(1, 2));
            assertThatThrownBy(() -> codec.decode(stored, Point.class))
                    .isInstanceOf(UnsupportedCodecException.class)
                    .hasMessage("Point was written by the codec jackson-smile, which cannot be read here: The format"
                            + " SMILE needs tools.jackson.dataformat:jackson-dataformat-smile on the class path;"
                            + " it is left unchanged");
            assertThatThrownBy(() -> smile(builder -> builder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("needs tools.jackson.dataformat");
        }
    }

    @Test
    void who_does_not_write_smile_does_not_need_its_library() throws Exception {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("jackson-dataformat-smile"))
                .map(JacksonSmileTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> without = loader.loadClass(Without.class.getName());
            ((Runnable) without.getDeclaredConstructor().newInstance()).run();
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
