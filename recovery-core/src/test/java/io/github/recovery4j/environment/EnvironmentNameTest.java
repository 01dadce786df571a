package io.github.recovery4j.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an environment is called for a configuration, and which configuration a name is of. */
class EnvironmentNameTest {

    private record Config(String network, String el) {}

    private static final EnvironmentName<Config> NAME = EnvironmentName.<Config>of("sync-{network}-{el:geth|besu}")
            .with("network", Config::network)
            .with("el", Config::el);

    @Test
    void a_configuration_has_a_name_that_tells_what_it_was_made_of() {
        String name = NAME.apply(new Config("holesky-shadow", "geth"));
        assertThat(name).isEqualTo("sync-holesky-shadow-geth");
        assertThat(NAME.parse(name)).isEqualTo(Map.of("network", "holesky-shadow", "el", "geth"));
    }

    @Test
    void a_name_that_could_be_of_two_configurations_is_none() {
        EnvironmentName<Config> ambiguous = EnvironmentName.<Config>of("{network}-{el}")
                .with("network", Config::network)
                .with("el", Config::el);
        assertThatThrownBy(() -> ambiguous.apply(new Config("holesky-shadow", "geth")))
                .hasMessageContaining("could not be read back");
        assertThatThrownBy(() -> NAME.apply(new Config("mainnet", "reth")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NAME.parse("other-mainnet-geth")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_variable_needs_one_value_and_nothing_else_does() {
        EnvironmentName<Config> half =
                EnvironmentName.<Config>of("{network}_{el}").with("el", Config::el);
        assertThatThrownBy(() -> half.apply(new Config("mainnet", "geth"))).hasMessageContaining("'network'");
        assertThatThrownBy(() -> half.with("el", Config::network)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> half.with("cl", Config::el)).isInstanceOf(IllegalArgumentException.class);
    }
}
