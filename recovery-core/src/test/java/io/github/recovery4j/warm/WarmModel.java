package io.github.recovery4j.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Lives of a process that mirrors a source, at random, held against what is known of the source, of the outside, and of what
 * may be in doubt: what was being written when a life ended, or what the outside refused.
 */
final class WarmModel implements Table.Witness {

    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");

    private final SplittableRandom random;
    private final Process process;
    private final Map<String, String> source = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Set<String> doubt = new HashSet<>();
    private final List<String> script = new ArrayList<>();
    private int crashIn = Integer.MAX_VALUE;
    private boolean crashAfter;
    private boolean gated;
    private long cold;
    private long warm;
    private long bySignal;
    private long byTimeout;
    private int crashes;
    private int quiet;

    /** The process is dead, as far as it is concerned. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    WarmModel(Supplier<Process.Place> storage, long seed) {
        this.random = new SplittableRandom(seed);
        this.process = new Process(storage);
        process.table.witness = this;
        begun();
    }

    int crashes() {
        return crashes;
    }

    /** How often nothing was written by a warm restart, as nothing had changed. */
    int quiet() {
        return quiet;
    }

    void live(int steps) {
        try {
            for (int step = 0; step < steps; step++) {
                step();
            }
            process.end();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("%s after %s".formatted(e.getMessage(), script), e);
        }
    }

    private void step() {
        crashIn = random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
        crashAfter = random.nextBoolean();
        try {
            act(random.nextInt(20));
            check();
        } catch (Death e) {
            crashes++;
            script.add("CRASH");
            possiblyInFlight();
            process.kill();
            begun();
        }
    }

    private void act(int what) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        if (what < 7) {
            source.put(key, Integer.toString(random.nextInt(3)));
            note("refresh " + key + "=" + source.get(key));
            tell(key);
        } else if (what < 9) {
            source.remove(key);
            note("remove " + key);
            tell(key);
        } else if (what < 12) {
            note("dump");
            dump();
        } else if (what < 13) {
            note("partial");
            bySignal += gated ? 1 : 0;
            gated = false;
            process.ports.partial("at random");
        } else if (what < 14) {
            note("timer");
            byTimeout += gated ? 1 : 0;
            gated = false;
            process.timer.fire();
        } else if (what < 15) {
            note("break " + key);
            process.table.broken.add(key);
        } else if (what < 17) {
            note("mend, settle");
            process.table.broken.clear();
            quietly(() -> process.ports.settle());
        } else {
            restart();
        }
    }

    private void note(String words) {
        script.add(words);
    }

    /** What the outside refused is thrown, and known here. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (OutsideException e) {
            assertThat(e).hasMessageContaining("stays owed");
        }
    }

    private void tell(String key) {
        told.add(key);
        if (source.containsKey(key)) {
            quietly(() -> process.ports.refresh(key, source.get(key)));
        } else {
            quietly(() -> process.ports.remove(key));
        }
    }

    /** Everything, and that it was everything; or the beginning of it. */
    private void dump() {
        List<String> all = new ArrayList<>(source.keySet());
        boolean whole = random.nextInt(4) > 0;
        for (String key : whole ? all : all.subList(0, all.size() / 2)) {
            tell(key);
        }
        if (whole) {
            told.addAll(KEYS);
            bySignal += gated ? 1 : 0;
            gated = false;
            SyncReport<String> report = process.ports.complete();
            assertThat(report.suspect()).isEmpty();
            if (process.table.broken.isEmpty() && process.ports.owed().isEmpty()) {
                assertThat(process.table.rows).isEqualTo(source);
            }
        }
    }

    private void restart() {
        boolean unchanged = random.nextBoolean();
        note(unchanged ? "restart" : "restart, and changes meanwhile");
        if (!unchanged) {
            for (String key : KEYS) {
                if (random.nextInt(3) == 0) {
                    source.put(key, Integer.toString(random.nextInt(3)));
                } else if (random.nextInt(4) == 0) {
                    source.remove(key);
                }
            }
        }
        process.pass(Duration.ofSeconds(random.nextInt(100)));
        boolean certain = doubt.isEmpty() && process.table.rows.equals(source);
        process.restart();
        begun();
        if (certain) {
            process.table.takeWrites();
            dumpAll();
            assertThat(process.table.takeWrites())
                    .as("writes, as nothing has changed")
                    .isEmpty();
            quiet++;
        }
    }

    private void dumpAll() {
        process.ports.refreshAll(source);
        told.addAll(KEYS);
        bySignal += gated ? 1 : 0;
        gated = false;
        process.ports.complete();
    }

    private void begun() {
        told.clear();
        Set<String> mayBe = new HashSet<>(process.table.rows.keySet());
        mayBe.addAll(doubt);
        if (process.ports.start() instanceof Start.Warm it) {
            warm++;
            gated = true;
            assertThat(it.damages()).isEmpty();
            assertThat(it.entries()).isBetween(process.table.rows.size(), mayBe.size());
            assertThat(it.doubtful()).isLessThanOrEqualTo(doubt.size());
            assertThat(process.ports.entries()).allSatisfy(entry -> {
                assertThat(entry.freshness()).isEqualTo(Freshness.STALE);
                entry.value().ifPresent(value -> assertThat(process.table.rows).containsEntry(entry.key(), value));
            });
            doubt.retainAll(process.ports.entries().stream()
                    .filter(entry -> entry.value().isEmpty())
                    .map(WarmEntry::key)
                    .toList());
        } else {
            cold++;
            gated = false;
            assertThat(process.table.rows).isEmpty();
            doubt.clear();
        }
        check();
    }

    private void check() {
        assertThat(process.ports.isGated()).isEqualTo(gated);
        WarmMetrics metrics = process.ports.metrics();
        assertThat(List.of(
                        metrics.coldStarts(), metrics.warmStarts(), metrics.endedBySignal(), metrics.endedByTimeout()))
                .isEqualTo(List.of(cold, warm, bySignal, byTimeout));
        assertThat(metrics.durations().map(Durations::count).orElse(0L)).isEqualTo(bySignal + byTimeout);
        if (!gated) {
            for (String key : told) {
                if (!process.ports.owed().contains(key)) {
                    assertThat(Optional.ofNullable(process.table.rows.get(key)))
                            .as(key)
                            .isEqualTo(Optional.ofNullable(source.get(key)));
                }
            }
        }
    }

    /** A batch that is cut off leaves all of it in doubt that was not done. */
    private void possiblyInFlight() {
        for (String key : KEYS) {
            Optional<String> outside = Optional.ofNullable(process.table.rows.get(key));
            if (!outside.equals(Optional.ofNullable(source.get(key)))) {
                doubt.add(key);
            }
        }
        // a sync that was ended by a signal or a timer, and then cut off, was not ended for the next process
        WarmMetrics metrics = process.ports.metrics();
        bySignal = metrics.endedBySignal();
        byTimeout = metrics.endedByTimeout();
    }

    @Override
    public void before(String key, Optional<String> value) {
        if (!doubt.contains(key)) {
            assertThat(value)
                    .as("a needless write of " + key)
                    .isNotEqualTo(Optional.ofNullable(process.table.rows.get(key)));
        }
        assertThat(Optional.ofNullable(source.get(key))).as(key).isEqualTo(value);
        if (crashIn == 0 && !crashAfter) {
            doubt.add(key);
            throw new Death();
        }
    }

    @Override
    public void after(String key) {
        if (crashIn-- == 0) {
            doubt.add(key);
            throw new Death();
        }
        doubt.remove(key);
    }

    @Override
    public void refused(String key) {
        doubt.add(key);
    }
}
