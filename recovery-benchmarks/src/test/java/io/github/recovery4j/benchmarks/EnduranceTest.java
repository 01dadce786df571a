package io.github.recovery4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnduranceTest {

    @ParameterizedTest
    @EnumSource(names = {"STORE", "CHECKPOINT"})
    void nothingGrowsIn5000Saves(Way way) throws IOException {
        assertFlat(Endurance.run(way, 5_000));
    }

    @Tag("nightly")
    @ParameterizedTest
    @EnumSource(names = {"STORE", "CHECKPOINT"})
    void nothingGrowsIn1000000Saves(Way way) throws IOException {
        assertFlat(Endurance.run(way, 1_000_000));
    }

    private static void assertFlat(List<Usage> usages) {
        assertThat(Endurance.growth(usages)).as(() -> Usage.HEADINGS + usages).isEmpty();
    }
}
