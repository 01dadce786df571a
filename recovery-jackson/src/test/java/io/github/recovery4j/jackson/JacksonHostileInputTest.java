package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JacksonHostileInputTest {

    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

    private final JacksonCodec codec = new JacksonCodec();

    record Login(String user, int pin, Instant at, UUID id, Map<String, Integer> counts) {}

    record Anything(Object value) {}

    record Text(String text) {}

    record Positive(int number) {
        Positive {
            if (number < 0) {
                throw new IllegalArgumentException("must not be negative");
            }
        }
    }

    /** Stands for the classes that do harm when they are created. */
    static final class Gadget implements Plugin {
        public Gadget() {
            SPRUNG.set(true);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Plugin {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    static class Minimal {
        public int number = 1;
    }

    record Host(Plugin plugin) {}

    static class PropertyHost {
        @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY)
        public Object value = "x";
    }

    static final class Node {
        public Node next;
    }

    static final class Endless {
        @JsonUnwrapped
        public Endless self;
    }

    static final class Mirror {
        @JsonValue
        public Object value() {
            return new Mirror();
        }
    }

    static final class Failing {
        public int getNumber() {
            throw new IllegalStateException("not now");
        }
    }

    static final class Nothing {
        @JsonValue
        public Object value() {
            return null;
        }
    }

    @Test
    void ten_thousand_levels_are_refused() {
        for (String deep : List.of("[".repeat(10_000), "{\"value\":".repeat(10_000), "{\"x\":" + "[".repeat(10_000))) {
            refused(deep, Anything.class).hasMessageStartingWith("Anything cannot be decoded");
            refused(deep, Object.class).hasMessageContaining("nesting depth (101) exceeds the maximum allowed (100)");
            refused(deep, JsonNode.class).hasMessageContaining("nesting depth");
        }
    }

    @Test
    void a_field_that_occurs_twice_is_refused() {
        refused("{\"text\":\"a\",\"text\":\"b\"}", Text.class)
                .hasMessageStartingWith("Text cannot be decoded: a field occurs twice")
                .hasMessageContaining("line 1, column");
        refused("{\"value\":{\"a\":1,\"a\":2}}", Anything.class).hasMessageContaining("a field occurs twice, at value");
        refused("{\"skipped\":{\"a\":1,\"a\":2}}", Text.class).hasMessageContaining("a field occurs twice");
    }

    @Test
    void huge_numbers_are_refused() {
        for (String number : List.of("9".repeat(1_001), "0." + "1".repeat(1_001), "9".repeat(1_000_000))) {
            refused("{\"value\":" + number + "}", Anything.class).hasMessageContaining("Number value length");
            refused("{\"pin\":" + number + "}", Login.class).hasMessageStartingWith("Login cannot be decoded");
        }
        refused("{\"number\":99999999999}", Positive.class)
                .hasMessageContaining("a number does not fit int, at number");
        refused("1e1000000000", BigInteger.class).hasMessageStartingWith("BigInteger cannot be decoded");
    }

    @Test
    void huge_strings_are_refused() {
        JacksonCodec small = JacksonCodec.builder()
                .limits(JacksonLimits.defaults().withMaxStringLength(1_000))
                .build();

        assertThatThrownBy(() -> small.decode(Documents.of("\"" + "s".repeat(1_001) + "\""), String.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("String value length (1001) exceeds the maximum allowed (1000)");
        refused("{\"" + "n".repeat(50_001) + "\":1}", Object.class).hasMessageContaining("Name length");
    }

    @Test
    void a_document_above_the_limit_is_refused_unread() {
        JacksonCodec small = JacksonCodec.builder()
                .limits(JacksonLimits.defaults().withMaxDocumentBytes(10))
                .build();

        assertThatThrownBy(() -> small.decode(Documents.of("{\"text\":\"a\"}"), Text.class))
                .isInstanceOf(CodecException.class)
                .hasMessage("Text cannot be decoded: its document has 12 bytes, the limit is 10");
        assertThatThrownBy(() -> small.encode(new Text("a")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Text cannot be encoded: Document exceeds the maximum allowed length (10 bytes)");
    }

    @Test
    void what_could_not_be_read_is_not_written() {
        JacksonCodec small = JacksonCodec.builder()
                .limits(new JacksonLimits(1 << 20, 5, 50, 100))
                .build();
        Object deep = List.of(List.of(List.of(List.of(List.of(List.of())))));
        Map<Object, Integer> twice = new LinkedHashMap<>(Map.of(1, 1));
        twice.put("1", 2);

        for (Object value : List.of(
                deep,
                twice,
                new Text("t".repeat(101)),
                new byte[100],
                new BigInteger("9".repeat(51)),
                new BigDecimal("0." + "1".repeat(51)),
                Map.of("n".repeat(50_001), 1))) {
            assertThatThrownBy(() -> small.encode(value)).isInstanceOf(CodecException.class);
        }
        for (Object value : List.of(
                new Text("t".repeat(100)), new BigInteger("9".repeat(50)), new BigDecimal("1." + "1".repeat(48)))) {
            assertThat(small.decode(small.encode(value), value.getClass())).isEqualTo(value);
        }
    }

    static final class Extended {
        public int number = 1;

        @JsonAnyGetter
        public Map<String, Integer> more() {
            return Map.of("number", 2);
        }
    }

    static final class Unwrapped {
        public Positive first = new Positive(1);

        @JsonUnwrapped
        public Positive inner = new Positive(2);

        public int number = 3;
    }

    @Test
    void a_field_that_would_occur_twice_is_not_written() {
        for (JacksonFormat format : JacksonFormat.values()) {
            JacksonCodec any = JacksonCodec.builder().format(format).build();
            for (int others : new int[] {0, 1, 14, 15, 16, 17, 1_000}) {
                Map<Object, Object> map = new LinkedHashMap<>(Map.of(-1, "first"));
                for (int i = 0; i < others; i++) {
                    map.put(i, Map.of("-1", i));
                }
                assertThat((Object) any.decode(any.encode(Map.of("in", List.of(map, map))), Map.class))
                        .isNotNull();
                map.put("-1", "second");
                assertThatThrownBy(() -> any.encode(Map.of("in", List.of(Map.of("-1", 1), map))))
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("cannot be encoded: a field occurs twice");
            }
            for (Object value : List.of(new Extended(), new Unwrapped())) {
                assertThatThrownBy(() -> any.encode(value))
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("cannot be encoded: a field occurs twice");
            }
        }
    }

    @Test
    void a_class_name_in_the_document_creates_nothing() {
        String gadget = Gadget.class.getName();
        Anything read = codec.decode(
                Documents.of("{\"@class\":\"%s\",\"value\":{\"@class\":\"%s\"}}".formatted(gadget, gadget)),
                Anything.class);

        assertThat(read.value()).isEqualTo(Map.of("@class", gadget));
        refused("[\"%s\",{}]".formatted(gadget), Anything.class);
        assertThat(SPRUNG).isFalse();
    }

    @Test
    void a_type_that_asks_for_class_names_is_refused() {
        String gadget = "{\"@class\":\"%s\"}".formatted(Gadget.class.getName());

        refused(gadget, Plugin.class).hasMessageContaining("class names").hasMessageContaining("Id.NAME");
        refused("{\"plugin\":" + gadget + "}", Host.class).hasMessageContaining("class names");
        refused("{\"@c\":\".JacksonHostileInputTest$Minimal\"}", Minimal.class).hasMessageContaining("class names");
        refused("{\"value\":[\"java.io.File\",\"/\"]}", PropertyHost.class).hasMessageContaining("class names");
        for (Object value : List.of(new Minimal(), new PropertyHost())) {
            assertThatThrownBy(() -> codec.encode(value))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("class names");
        }
        assertThat(SPRUNG).isFalse();
    }

    @Test
    void a_customizer_cannot_take_the_safety_away() {
        JacksonCodec customized = JacksonCodec.builder()
                .customize(mapper -> mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build())
                        .activateDefaultTyping(
                                BasicPolymorphicTypeValidator.builder()
                                        .allowIfSubType(Object.class)
                                        .build(),
                                DefaultTyping.NON_FINAL)
                        .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
                .build();
        String gadget = "[\"%s\",{}]".formatted(Gadget.class.getName());

        assertThat(customized
                        .decode(Documents.of("{\"value\":" + gadget + "}"), Anything.class)
                        .value())
                .isInstanceOf(List.class);
        for (String bad : List.of("{\"text\":\"a\",\"text\":\"b\"}", "{} {}", "[".repeat(10_000))) {
            assertThatThrownBy(() -> customized.decode(Documents.of(bad), Text.class))
                    .isInstanceOf(CodecException.class);
        }
        assertThatThrownBy(() -> customized.decode(Documents.of("{}"), Plugin.class))
                .isInstanceOf(CodecException.class);
        assertThat(SPRUNG).isFalse();
    }

    @Test
    void a_document_cut_at_any_length_is_refused() {
        Login login = new Login("ann é", 12, Instant.EPOCH, new UUID(1, 2), Map.of("a", 1));
        byte[] whole = codec.encode(login).toByteArray();

        for (int length = 0; length < whole.length; length++) {
            Encoded cut = Encoded.of(JacksonFormat.JSON.codecName(), 1, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> codec.decode(cut, Login.class))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("Login cannot be decoded");
        }
        assertThat(codec.decode(Encoded.of(JacksonFormat.JSON.codecName(), 1, whole), Login.class))
                .isEqualTo(login);
    }

    @Test
    void a_document_with_any_byte_changed_is_refused_or_read_but_breaks_nothing() {
        byte[] whole = codec.encode(new Login("ann", 12, Instant.EPOCH, new UUID(1, 2), Map.of("a", 1)))
                .toByteArray();

        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                decodeOrRefuse(Encoded.of(JacksonFormat.JSON.codecName(), 1, damaged));
            }
        }
    }

    private void decodeOrRefuse(Encoded damaged) {
        try {
            assertThat(codec.decode(damaged, Login.class)).isNotNull();
        } catch (CodecException e) {
            assertThat(e).hasMessageStartingWith("Login cannot be decoded");
        }
    }

    @Test
    void what_follows_after_the_end_is_refused() {
        refused("{\"text\":\"a\"} {}", Text.class).hasMessageContaining("more follows after the end");
        refused("{\"text\":\"a\"}]", Text.class).hasMessageStartingWith("Text cannot be decoded");
        refused("{\"text\":\"a\"}\0\0", Text.class).hasMessageStartingWith("Text cannot be decoded");
    }

    @Test
    void null_is_no_value() {
        refused("null", Text.class).hasMessage("Text cannot be decoded: the document is null");
        refused("null", JsonNode.class).hasMessageContaining("the document is null");
        refused(" ", Text.class).hasMessageStartingWith("Text cannot be decoded");
        refused("", JsonNode.class).hasMessageStartingWith("JsonNode cannot be decoded");
        assertThatThrownBy(() -> codec.encode(new Nothing()))
                .isInstanceOf(CodecException.class)
                .hasMessage("Nothing cannot be encoded: its document is null");
    }

    @Test
    void values_of_another_kind_are_refused() {
        refused("{\"number\":1.5}", Positive.class).hasMessageContaining("at number");
        refused("{\"number\":\"1\"}", Positive.class).hasMessageContaining("at number");
        refused("{\"number\":\"\"}", Positive.class).hasMessageContaining("at number");
        refused("{\"number\":[1]}", Positive.class).hasMessageContaining("expected int");
        refused("[]", Text.class).hasMessageContaining("expected Text");
    }

    @Test
    void a_value_that_contains_itself_is_refused() {
        Node ring = new Node();
        ring.next = new Node();
        ring.next.next = ring;
        Endless endless = new Endless();
        endless.self = endless;
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);

        for (Object cycle : List.of(ring, List.of(list), Map.of("a", map), endless, new Mirror())) {
            assertThatThrownBy(() -> codec.encode(cycle))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("cannot be encoded");
        }
    }

    @Test
    void an_exception_of_the_value_itself_is_the_cause() {
        assertThatThrownBy(() -> codec.encode(new Failing()))
                .isInstanceOf(CodecException.class)
                .hasMessage("Failing cannot be encoded: IllegalStateException was thrown, at number")
                .hasRootCauseMessage("not now");
        refused("{\"number\":-1}", Positive.class)
                .hasMessageStartingWith("Positive cannot be decoded: Positive refused it (IllegalArgumentException)")
                .hasRootCauseMessage("must not be negative");
    }

    @Test
    void no_message_and_no_cause_quotes_the_document() {
        String secret = "hunter2";
        for (String json : List.of(
                "hunter2",
                "{\"user\":\"hunter2\",\"pin\":\"hunter2\"}",
                "{\"user\":\"hunter2\",\"at\":\"hunter2\"}",
                "{\"user\":\"hunter2\",\"id\":\"hunter2\"}",
                "{\"user\":[\"hunter2\"]}",
                "{\"user\":\"hunter2\",\"counts\":{\"hunter2\":\"hunter2\"}}",
                "{\"user\":\"hunter2\",\"counts\":{\"hunter2\":1,\"hunter2\":1}}",
                "{\"user\":\"hunter2\" hunter2",
                "{\"user\":\"hunter2")) {
            CodecException thrown =
                    catchThrowableOfType(CodecException.class, () -> codec.decode(Documents.of(json), Login.class));
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            assertThat(trace.toString())
                    .startsWith(CodecException.class.getName())
                    .doesNotContain(secret);
        }
    }

    @Test
    void a_message_says_where() {
        refused("{\"user\":\"u\",\n \"pin\":1,\n \"counts\":{\"a\":true}}", Login.class)
                .hasMessageContaining("at counts[key] (line 3, column");
    }

    @Test
    void limits_are_checked() {
        JacksonLimits limits = JacksonLimits.defaults();

        assertThat(limits).isEqualTo(new JacksonLimits(268_435_456, 100, 1_000, 20_000_000));
        assertThat(limits.withMaxDepth(7)
                        .withMaxNumberLength(8)
                        .withMaxStringLength(9)
                        .withMaxDocumentBytes(6))
                .isEqualTo(new JacksonLimits(6, 7, 8, 9));
        assertThatThrownBy(() -> limits.withMaxDepth(0)).hasMessage("maxDepth must be positive, got 0");
        assertThatThrownBy(() -> limits.withMaxDepth(5_000)).hasMessageContaining("at most 1000");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(String json, Class<?> type) {
        Encoded document = Encoded.of(JacksonFormat.JSON.codecName(), 1, json.getBytes(StandardCharsets.UTF_8));
        return assertThatThrownBy(() -> codec.decode(document, type)).isInstanceOf(CodecException.class);
    }
}
