package io.github.recovery4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodingTest {

    @ParameterizedTest
    @EnumSource
    void every_coding_gives_the_state_back(Coding coding) {
        for (int size : new int[] {1 << 10, 1 << 16, 1 << 20}) {
            SampleState state = SampleState.ofJsonBytes(size);

            assertThat(coding.decode(coding.encode(state), SampleState.class)).isEqualTo(state);
            assertThat(Coding.JSON.encode(state).length()).isBetween(size * 3 / 4, size * 5 / 4);
        }
    }
}
