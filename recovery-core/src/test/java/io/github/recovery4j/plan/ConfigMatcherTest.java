package io.github.recovery4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.TestCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigMatcherTest {

    record Sync(String network, @Nullable String image, List<String> args, int[] ports) implements Serializable {
        static final Sync BASE = new Sync("mainnet", "geth:1", List.of("--a", "1", "--b"), new int[] {1, 2});

        Sync network(String other) {
            return new Sync(other, image, args, ports);
        }

        Sync image(@Nullable String other) {
            return new Sync(network, other, args, ports);
        }

        Sync args(String... other) {
            return new Sync(network, image, List.of(other), ports);
        }
    }

    private final FieldReader reader = new ConfigFields(new TestCodec());
    private final ConfigMatcher<Sync> matcher = ConfigMatcher.<Sync>builder()
            .exact("network", Sync::network)
            .ifSpecified("image", Sync::image)
            .commandLine("args", Sync::args)
            .build();

    private List<Mismatch> compare(Sync saved, Sync wanted) {
        return matcher.compare(saved, wanted, reader);
    }

    @Test
    void equal_configurations_match() {
        assertThat(compare(Sync.BASE, new Sync("mainnet", "geth:1", List.of("--a", "1", "--b"), new int[] {1, 2})))
                .isEmpty();
    }

    @Test
    void a_mismatch_names_field_rule_and_both_values() {
        assertThat(compare(Sync.BASE, Sync.BASE.network("Mainnet")))
                .containsExactly(new Mismatch("network", "exact", "mainnet", "Mainnet"));
    }

    @Test
    void a_field_that_is_not_specified_matches_anything() {
        assertThat(compare(Sync.BASE, Sync.BASE.image(null))).isEmpty();
        assertThat(compare(Sync.BASE, Sync.BASE.image(""))).isEmpty();
        assertThat(compare(Sync.BASE.image(null), Sync.BASE)).hasSize(1);
    }

    @Test
    void a_field_that_no_rule_names_is_compared_exactly() {
        Sync wanted = new Sync("mainnet", "geth:1", List.of("--a", "1", "--b"), new int[] {1, 3});
        assertThat(compare(Sync.BASE, wanted)).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.field()).isEqualTo("ports");
            assertThat(mismatch.rule()).contains("no rule names it");
        });
    }

    @Test
    void a_field_can_be_ignored_by_saying_so() {
        ConfigMatcher<Sync> ignoring =
                ConfigMatcher.<Sync>builder().ignore("ports", "image").build();
        Sync wanted = new Sync("mainnet", "other", Sync.BASE.args(), new int[] {9});
        assertThat(ignoring.compare(Sync.BASE, wanted, reader)).isEmpty();
    }

    @Test
    void a_flag_and_its_value_stay_together() {
        assertThat(compare(Sync.BASE.args("--a", "1", "--b", "2"), Sync.BASE.args("--b", "2")))
                .isEmpty();
        assertThat(compare(Sync.BASE.args("--a", "1", "--b", "2"), Sync.BASE.args("--b", "1")))
                .hasSize(1);
        assertThat(compare(Sync.BASE.args("--a", "-1"), Sync.BASE.args("--a"))).hasSize(1);
        assertThat(compare(Sync.BASE.args("--v", "--a=1", "x"), Sync.BASE.args("x", "--v")))
                .isEmpty();
        assertThat(compare(Sync.BASE.args("--v", "x"), Sync.BASE.args("x", "--v")))
                .hasSize(1);
        assertThat(compare(Sync.BASE.args("--a=1", "--v", "x"), Sync.BASE.args("--v", "x")))
                .isEmpty();
    }

    @Test
    void a_command_line_matches_whatever_the_order_of_its_units() {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<List<String>> units = new ArrayList<>();
            for (int j = random.nextInt(6); j >= 0; j--) {
                units.add(
                        random.nextBoolean() ? List.of("--f" + j, "v" + random.nextInt(3)) : List.of("--g" + j + "=1"));
            }
            List<String> saved = flat(units);
            Collections.shuffle(units, random);
            List<String> wanted = flat(units.subList(0, random.nextInt(units.size() + 1)));
            assertThat(CommandLine.units(saved))
                    .as("seed %d: %s, %s", seed, saved, wanted)
                    .containsAll(CommandLine.units(wanted));
        }
    }

    private final long seed = Long.getLong("seed", System.nanoTime());

    private static List<String> flat(List<List<String>> units) {
        return units.stream().flatMap(List::stream).toList();
    }

    @Test
    void without_rules_two_records_match_exactly_if_they_are_equal() {
        record Plain(String a, int b, Optional<String> c) implements Serializable {}
        Random random = new Random(seed);
        List<Plain> all = Stream.generate(() -> new Plain(
                        "ab".repeat(random.nextInt(2)),
                        random.nextInt(2),
                        Optional.of("c").filter(c -> random.nextBoolean())))
                .limit(60)
                .toList();
        for (Plain saved : all) {
            for (Plain wanted : all) {
                assertThat(ConfigMatcher.<Plain>exact()
                                .compare(saved, wanted, reader)
                                .isEmpty())
                        .as("seed %d: %s, %s", seed, saved, wanted)
                        .isEqualTo(saved.equals(wanted));
            }
        }
    }

    static final class Bean implements Serializable {
        private static final long serialVersionUID = 1;
        private final String value;

        Bean(String value) {
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean;
        }

        @Override
        public int hashCode() {
            return Objects.hash(value.length());
        }
    }

    @Test
    void anything_but_a_record_is_compared_by_its_encoded_form() {
        ConfigMatcher<Bean> exact = ConfigMatcher.exact();
        assertThat(exact.compare(new Bean("a"), new Bean("a"), reader)).isEmpty();
        assertThat(exact.compare(new Bean("a"), new Bean("b"), reader)).hasSize(1);
    }

    @Test
    void sets_are_compared_trimmed() {
        record Tags(List<String> tags) implements Serializable {}
        ConfigMatcher<Tags> contains =
                ConfigMatcher.<Tags>builder().contains("tags", Tags::tags).build();
        Tags saved = new Tags(Arrays.asList(" a", "b ", ""));
        assertThat(contains.compare(saved, new Tags(List.of("b")), reader)).isEmpty();
        assertThat(contains.compare(saved, new Tags(List.of("b", "c")), reader)).hasSize(1);
    }

    @Test
    void a_field_has_one_rule() {
        assertThatThrownBy(() -> ConfigMatcher.<Sync>builder().ignore("a").exact("a", Sync::network))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
