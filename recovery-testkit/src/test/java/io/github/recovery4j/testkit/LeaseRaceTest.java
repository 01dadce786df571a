package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.LeaseRaceMain.Prize;
import io.github.recovery4j.testkit.LeaseRaceMain.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want the same lease at the same moment, a thousand times and more. */
class LeaseRaceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final boolean NIGHTLY = Boolean.getBoolean("nightly");

    @TempDir
    Path directory;

    @Test
    void of_two_processes_exactly_one_wins_each_of_many_new_leases() throws Exception {
        List<Round> rounds = race(Prize.A_NEW_ONE, 2, NIGHTLY ? 1_000 : 250);
        assertThat(rounds).extracting(Round::token).containsOnly(1L);
    }

    @Test
    void of_three_processes_exactly_one_wins_the_same_lease_a_thousand_times_under_growing_tokens() throws Exception {
        List<Round> rounds = race(Prize.THE_SAME, 3, NIGHTLY ? 10_000 : 1_000);
        assertThat(rounds).extracting(Round::token).isSorted().doesNotHaveDuplicates();
    }

    private List<Round> race(Prize prize, int players, int count) throws Exception {
        Path memory = directory.resolve("memory");
        SharedCounters counters = SharedCounters.in(memory, count * LeaseRaceMain.COUNTERS_OF_A_ROUND);
        List<KillableProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < players; i++) {
                processes.add(KillableProcess.java(LeaseRaceMain.class)
                        .arguments(directory.resolve("storage"), memory, prize, count, players)
                        .start());
            }
            for (KillableProcess process : processes) {
                assertThat(process.awaitExit(PATIENCE)).as("%s", process).isZero();
                assertThat(process.errors()).as("%s", process).isEmpty();
            }
            System.out.printf("%d races for %s: %s%n", count, prize, wins(processes));
        } finally {
            processes.forEach(KillableProcess::close);
        }
        List<Round> rounds = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            rounds.add(new Round(counters, number));
        }
        assertThat(rounds).extracting(Round::winners).containsOnly(1L);
        return rounds;
    }

    private static List<String> wins(List<KillableProcess> processes) {
        return processes.stream().flatMap(process -> process.output().stream()).toList();
    }
}
