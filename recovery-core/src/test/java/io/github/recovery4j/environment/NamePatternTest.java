package io.github.recovery4j.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamePatternTest {

    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void a_name_is_built_and_taken_apart() {
        NamePattern pattern = NamePattern.of("sync-test-{network}-{el}-{cl}");
        Map<String, String> values = Map.of("network", "mainnet", "el", "geth", "cl", "teku");
        assertThat(pattern.format(values)).isEqualTo("sync-test-mainnet-geth-teku");
        assertThat(pattern.parse("sync-test-mainnet-geth-teku")).isEqualTo(values);
    }

    @Test
    void a_name_that_could_be_read_in_two_ways_is_refused() {
        NamePattern pattern = NamePattern.of("{network}-{el}");
        assertThatThrownBy(() -> pattern.format(Map.of("network", "holesky-shadow", "el", "geth")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("could be any of");
        assertThatThrownBy(() -> pattern.parse("holesky-shadow-geth")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listed_values_settle_hyphenated_networks() {
        NamePattern pattern = NamePattern.of("{network}-{el:geth|besu}-{cl:teku|lighthouse}");
        Map<String, String> values = Map.of("network", "holesky-shadow", "el", "geth", "cl", "teku");
        assertThat(pattern.parse(pattern.format(values))).isEqualTo(values);
    }

    @Test
    void a_value_that_is_not_listed_is_refused() {
        assertThatThrownBy(() -> NamePattern.of("{a}{b:x}").format(Map.of("a", "1", "b", "xx")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_missing_value_and_a_pattern_without_variables_are_refused() {
        assertThatThrownBy(() -> NamePattern.of("{a}-{b}").format(Map.of("a", "1")))
                .hasMessageContaining("'b'");
        assertThatThrownBy(() -> NamePattern.of("abc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NamePattern.of("{a}{a}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_name_parses_back_to_its_values_or_is_refused() {
        Random random = new Random(seed);
        String[] patterns = {"{a}-{b}", "{a}{b}", "x-{a}-{b:1|1-|-1}-y", "{a:1|11}{b}", "{a}_{b}-{c}"};
        int built = 0;
        for (int i = 0; i < 20_000; i++) {
            NamePattern pattern = NamePattern.of(patterns[random.nextInt(patterns.length)]);
            Map<String, String> values = new HashMap<>();
            for (String name : new String[] {"a", "b", "c"}) {
                if (pattern.toString().contains("{" + name)) {
                    values.put(name, value(random));
                }
            }
            try {
                String name = pattern.format(values);
                built++;
                assertThat(pattern.parse(name))
                        .as("seed %d: %s of %s", seed, pattern, values)
                        .isEqualTo(values);
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("could not be read back");
            }
        }
        assertThat(built).as("seed %d", seed).isGreaterThan(1_000);
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            value.append("1-_x".charAt(random.nextInt(4)));
        }
        return value.toString();
    }
}
