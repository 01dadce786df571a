package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.Campaign.Killing;
import io.github.recovery4j.testkit.SumMain.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred processes are killed in every build; with the nightly tests, five times as many. */
class KillTest {

    private static final int TIMES = Boolean.getBoolean("nightly") ? 5 : 1;
    private static final int SIDE_BY_SIDE = 2;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"CHECKPOINT", "REPORT", "FOR_EACH"})
    void a_killed_run_goes_on_from_at_least_its_last_acknowledged_state(Variant variant) throws Exception {
        kill(variant, Killing.SIGKILL, 24);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHECKPOINT", "REPORT_ONLY", "FOR_EACH"})
    void a_terminated_run_goes_on_exactly_where_it_was(Variant variant) throws Exception {
        kill(variant, Killing.SIGTERM, 10);
    }

    private void kill(Variant variant, Killing killing, int wanted) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        AtomicInteger kills = new AtomicInteger();
        Together campaigns = new Together();
        for (int i = 0; i < SIDE_BY_SIDE; i++) {
            Path mine = Files.createDirectory(directory.resolve("campaign-" + i));
            Campaign campaign = new Campaign(mine, variant, killing, seed + i);
            campaigns.add(() -> kills.addAndGet(campaign.run(wanted * TIMES / SIDE_BY_SIDE)));
        }
        try {
            campaigns.run();
        } catch (AssertionError e) {
            throw new AssertionError("%s, again with -Dseed=%d".formatted(e.getMessage(), seed), e);
        }
        assertThat(kills.get()).isGreaterThanOrEqualTo(wanted * TIMES);
        System.out.printf("%s %s: %d kills, seed %d%n", killing, variant, kills.get(), seed);
    }
}
