package io.github.recovery4j.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GeometryTest {

    private static final String CELLS = "180x45,0,0{33x45,0,0,146x45,34,0[146x9,34,0,146x35,34,10]}";

    @Test
    void the_same_geometry_on_two_servers_is_the_same() {
        String first = "befe,180x45,0,0{33x45,0,0,0,146x45,34,0[146x9,34,0,1,146x35,34,10,2]}";
        String second = "0001,180x45,0,0{33x45,0,0,4,146x45,34,0[146x9,34,0,6,146x35,34,10,5]}";
        assertThat(Geometry.of(first)).isEqualTo(Geometry.of(second)).endsWith("," + CELLS);
        assertThat(Geometry.of(Geometry.of(first))).isEqualTo(Geometry.of(first));
        assertThat(Geometry.of("b264,80x24,0,0,7")).endsWith(",80x24,0,0");
        assertThat(Geometry.of(first)).matches(Geometry.PATTERN);
    }
}
