package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;

class JacksonCodecTest {

    private final JacksonCodec codec = new JacksonCodec();

    record Progress(String source, long lines, List<String> done) {}

    record Zoo(int zebras, int apes, Map<String, Integer> cages) {}

    record Times(
            Instant instant,
            LocalDate date,
            Duration duration,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Map<LocalDate, Integer> byDay) {}

    record Task(String id, boolean isUrgent) {
        public boolean isOver() {
            throw new IllegalStateException("asked while it is encoded");
        }

        public String getTitle() {
            return "Task " + id;
        }
    }

    record Measured(double value, float small, BigDecimal exact) {}

    record Maybe(Optional<String> note, String text) {}

    record Tags(Set<String> tags) {}

    record Point(int x, int y) {}

    record Cloud(Set<Point> points) {}

    enum Phase {
        LOADING,
        DONE {
            @Override
            public String toString() {
                return "finished";
            }
        }
    }

    record Step(Phase phase) {}

    record Phases(Map<Phase, Integer> phases) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Card.class, name = "card"), @JsonSubTypes.Type(Cash.class)})
    interface Payment {}

    record Card(String last) implements Payment {}

    record Cash(int coins) implements Payment {}

    record Order(List<Payment> payments) {}

    record Wallet(Set<Payment> payments) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Box.class)})
    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Box(int width) implements Shape {}

    static final class Bean {
        public int zeta = 1;
        public int alpha = 2;
    }

    @Test
    void the_service_loader_finds_exactly_this_codec() {
        List<StateCodec> found = ServiceLoader.load(StateCodec.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertThat(found).singleElement().isInstanceOf(JacksonCodec.class);
        assertThat(found.get(0).name()).isEqualTo("jackson-json");
    }

    @Test
    void a_record_is_stored_as_json_in_the_order_of_its_components() {
        Encoded encoded = codec.encode(new Zoo(3, 2, Map.of("b", 1, "c", 2, "a", 3)));

        assertThat(encoded.text()).isEqualTo("{\"zebras\":3,\"apes\":2,\"cages\":{\"a\":3,\"b\":1,\"c\":2}}");
        assertThat(encoded.version()).isEqualTo(1);
        assertThat(encoded.codec()).isEqualTo("jackson-json");
    }

    @Test
    void of_a_record_only_its_components_are_stored_and_none_of_its_questions_asked() {
        Task task = new Task("7", true);

        assertThat(codec.encode(task).text()).isEqualTo("{\"id\":\"7\",\"isUrgent\":true}");
        assertThat(codec.decode(codec.encode(task), Task.class)).isEqualTo(task);
        assertThat(codec.fields(task)).containsOnlyKeys("id", "isUrgent");
    }

    @Test
    void the_properties_of_a_bean_are_sorted_by_name() {
        assertThat(codec.encode(new Bean()).text()).isEqualTo("{\"alpha\":2,\"zeta\":1}");
    }

    @Test
    void sets_without_an_order_are_sorted() {
        Set<String> many = IntStream.range(0, 50).mapToObj(i -> "t" + i).collect(Collectors.toSet());

        assertThat(codec.encode(new Tags(Set.copyOf(many)))).isEqualTo(codec.encode(new Tags(many)));
        assertThat(codec.encode(new Tags(Set.of("c", "a", "b"))).text()).isEqualTo("{\"tags\":[\"a\",\"b\",\"c\"]}");
        assertThat(codec.encode(new Cloud(Set.of(new Point(2, 1), new Point(1, 9))))
                        .text())
                .isEqualTo("{\"points\":[{\"x\":1,\"y\":9},{\"x\":2,\"y\":1}]}");
    }

    @Test
    void numeric_keys_are_sorted_as_numbers_and_mixed_ones_as_text() {
        assertThat(codec.encode(Map.of(10, "b", 9, "a")).text()).isEqualTo("{\"9\":\"a\",\"10\":\"b\"}");
        assertThat(codec.encode(Map.of("a", 1, 5, 2)).text()).isEqualTo("{\"5\":2,\"a\":1}");
    }

    @Test
    void a_map_that_has_an_order_keeps_it() {
        Map<String, Integer> queue = new LinkedHashMap<>();
        queue.put("second", 2);
        queue.put("first", 1);

        Zoo restored = codec.decode(codec.encode(new Zoo(0, 0, queue)), Zoo.class);

        assertThat(restored.cages().keySet()).containsExactly("second", "first");
    }

    @Test
    void times_are_iso_text_and_keep_their_zone() {
        Times times = new Times(
                Instant.parse("2026-03-01T10:00:00.123456789Z"),
                LocalDate.parse("2026-03-01"),
                Duration.ofSeconds(90),
                OffsetDateTime.parse("2026-03-01T10:00:00+05:30"),
                ZonedDateTime.parse("2026-03-01T10:00:00+01:00[Europe/Paris]"),
                Map.of(LocalDate.parse("2026-03-02"), 1));

        Encoded encoded = codec.encode(times);

        assertThat(encoded.text())
                .contains("\"2026-03-01T10:00:00.123456789Z\"", "\"2026-03-01\"", "\"PT1M30S\"")
                .contains("\"2026-03-01T10:00:00+05:30\"", "[Europe/Paris]\"", "{\"2026-03-02\":1}");
        assertThat(codec.decode(encoded, Times.class)).isEqualTo(times);
    }

    @Test
    void numbers_that_json_does_not_have_survive() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE}) {
            Measured measured = new Measured(value, (float) value, new BigDecimal("1.50"));
            assertThat(codec.decode(codec.encode(measured), Measured.class)).isEqualTo(measured);
        }
    }

    @Test
    void an_enum_constant_is_stored_by_its_name() {
        Encoded encoded = codec.encode(new Step(Phase.DONE));

        assertThat(encoded.text()).isEqualTo("{\"phase\":\"DONE\"}");
        assertThat(codec.decode(encoded, Step.class)).isEqualTo(new Step(Phase.DONE));
        assertThat(codec.decode(codec.encode(Phase.DONE), Phase.class)).isEqualTo(Phase.DONE);
    }

    @Test
    void enum_keys_are_stored_by_their_names() {
        Encoded encoded = codec.encode(new Phases(Map.of(Phase.DONE, 1, Phase.LOADING, 2)));

        assertThat(encoded.text()).isEqualTo("{\"phases\":{\"LOADING\":2,\"DONE\":1}}");
        assertThat(codec.decode(encoded, Phases.class).phases()).containsEntry(Phase.DONE, 1);
    }

    @Test
    void a_set_of_subtypes_is_sorted() {
        Wallet wallet = new Wallet(Set.of(new Card("2"), new Card("1"), new Cash(1)));

        Encoded encoded = codec.encode(wallet);

        assertThat(encoded.text()).containsSubsequence("\"1\"", "\"2\"");
        assertThat(codec.decode(encoded, Wallet.class)).isEqualTo(wallet);
    }

    @Test
    void a_map_with_a_million_keys_survives() {
        Map<String, Integer> cages =
                IntStream.range(0, 1_000_000).boxed().collect(Collectors.toMap(i -> "cage-" + i, i -> i));

        assertThat(codec.decode(codec.encode(new Zoo(1, 2, cages)), Zoo.class).cages())
                .isEqualTo(cages);
    }

    @Test
    void half_a_surrogate_pair_survives_as_a_value_and_is_refused_as_a_key() {
        for (String half : List.of("\uD800", "\uD800x", "x\uDC00", "\uDC00\uD800", "\uD83D\uDE00\uD83D")) {
            assertThat(codec.decode(codec.encode(half), String.class)).isEqualTo(half);
            assertThatThrownBy(() -> codec.encode(Map.of(half, 1)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("a key has half a surrogate pair");
        }
        Map<String, Integer> whole = Map.of("\uD83D\uDE00", 1);
        assertThat((Object) codec.decode(codec.encode(whole), Map.class)).isEqualTo(whole);
    }

    @Test
    void one_codec_serves_many_threads() {
        List<Encoded> all = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> new JacksonCodec().encode(codec.decode(codec.encode(new Point(1, 2)), Point.class)))
                .distinct()
                .toList();

        assertThat(all).hasSize(1);
    }

    @Test
    void subtypes_are_told_apart_by_logical_names() {
        Order order = new Order(List.of(new Card("4242"), new Cash(7)));

        Encoded encoded = codec.encode(order);

        assertThat(encoded.text()).contains("\"card\"").doesNotContain("io.github.recovery4j");
        assertThat(codec.decode(encoded, Order.class)).isEqualTo(order);
        assertThat(codec.decode(codec.encode(new Cash(1)), Payment.class)).isEqualTo(new Cash(1));
    }

    @Test
    void subtypes_are_told_apart_by_their_fields() {
        Encoded encoded = codec.encode(new Circle(5));

        assertThat(encoded.text()).isEqualTo("{\"radius\":5}");
        assertThat(codec.decode(encoded, Shape.class)).isEqualTo(new Circle(5));
    }

    @Test
    void a_change_after_encoding_does_not_reach_the_section() {
        List<String> done = new ArrayList<>(List.of("a"));
        Encoded encoded = codec.encode(new Progress("s", 1, done));

        done.add("b");
        encoded.toByteArray()[0] = 'x';

        assertThat(encoded.text()).isEqualTo("{\"source\":\"s\",\"lines\":1,\"done\":[\"a\"]}");
    }

    @Test
    void unknown_fields_are_ignored() {
        Progress read = decode("{\"new\":{\"deep\":[1]},\"source\":\"s\",\"lines\":2,\"done\":[]}", Progress.class);

        assertThat(read).isEqualTo(new Progress("s", 2, List.of()));
    }

    @Test
    void a_missing_reference_is_null_or_an_empty_optional() {
        assertThat(decode("{}", Maybe.class)).isEqualTo(new Maybe(Optional.empty(), null));
    }

    @Test
    void null_or_nothing_for_a_primitive_is_refused() {
        for (String json : List.of("{\"source\":\"s\",\"lines\":null,\"done\":[]}", "{\"source\":\"s\"}")) {
            assertThatThrownBy(() -> decode(json, Progress.class))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("Progress cannot be decoded: expected long")
                    .hasMessageContaining("lines");
        }
    }

    @Test
    void a_missing_primitive_of_a_bean_keeps_its_initial_value() {
        assertThat(decode("{\"alpha\":5}", Bean.class).zeta).isEqualTo(1);
    }

    @Test
    void fields_are_the_top_level_fields_in_canonical_form() {
        Map<String, Integer> reversed = new LinkedHashMap<>(new TreeMap<>(Map.of("b", 1, "a", 2)).descendingMap());

        Map<String, String> fields = codec.fields(new Zoo(1, 2, reversed));

        assertThat(fields)
                .containsOnly(
                        Map.entry("zebras", "1"), Map.entry("apes", "2"), Map.entry("cages", "{\"a\":2,\"b\":1}"));
        assertThat(codec.fields(new Zoo(1, 2, Map.of("a", 2, "b", 1)))).isEqualTo(fields);
        assertThat(codec.fields(new Measured(0.5, 1, new BigDecimal("1.50")))).containsEntry("exact", "1.50");
    }

    @Test
    void a_value_without_fields_is_one_field_without_a_name() {
        assertThat(codec.fields("mainnet")).containsExactly(Map.entry("", "\"mainnet\""));
        assertThat(codec.fields(List.of(1, 2))).containsExactly(Map.entry("", "[1,2]"));
        assertThat(codec.fields(Map.of())).isEmpty();
    }

    @Test
    void a_customizer_changes_the_mapper() {
        JacksonCodec snake = JacksonCodec.builder()
                .customize(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE))
                .build();

        assertThat(snake.encode(new Point(1, 2)).text()).isEqualTo("{\"X\":1,\"Y\":2}");
    }

    @Test
    void a_section_of_another_codec_is_refused() {
        Encoded foreign = Encoded.of("java-serial", 1, new byte[] {'{', '}'});

        assertThatThrownBy(() -> codec.decode(foreign, Point.class))
                .isInstanceOf(CodecException.class)
                .hasMessage("Point was written by the codec java-serial, not by jackson-json; it is left unchanged");
    }

    private <T> T decode(String json, Class<T> type) {
        return codec.decode(Documents.of(json), type);
    }
}
