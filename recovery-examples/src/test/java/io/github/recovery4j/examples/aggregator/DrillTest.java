package io.github.recovery4j.examples.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {

    @RegisterExtension
    static final DevChains CHAINS = new DevChains();

    @TempDir
    Path home;

    @Test
    void wiped_and_restored_it_goes_on_without_a_gap_and_enters_nothing_twice() throws Exception {
        List<String> told = new ArrayList<>();
        assertThat(new Drill(CHAINS.hardhat(), home, told::add).run())
                .as("%s", told)
                .isEmpty();
        assertThat(told)
                .anyMatch(line -> line.startsWith("stray      one: "))
                .last()
                .asString()
                .startsWith("book       ")
                .contains("each once, exactly those of the chains");
    }
}
