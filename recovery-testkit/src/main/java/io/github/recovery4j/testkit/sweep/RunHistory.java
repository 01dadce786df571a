package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was tried with a run, and what was promised of it. */
final class RunHistory {

    private static final Duration MAX_AGE = Duration.ofDays(7);

    private final RunKey run;
    private final NavigableMap<Long, Checkpoint> tried = new TreeMap<>();
    private final List<Attempts> attempts = new ArrayList<>(List.of(Attempts.NONE));
    private long promised;
    private long token;
    private long vanished;
    private boolean removing;
    private boolean removed;
    private boolean damaged;
    private long changes;

    RunHistory(RunKey run) {
        this.run = run;
    }

    RunHistory copy() {
        RunHistory copy = new RunHistory(run);
        copy.tried.putAll(tried);
        copy.attempts.clear();
        copy.attempts.addAll(attempts);
        copy.promised = promised;
        copy.token = token;
        copy.vanished = vanished;
        copy.removing = removing;
        copy.removed = removed;
        copy.damaged = damaged;
        return copy;
    }

    RunKey run() {
        return run;
    }

    /** From now on what was promised may be missing, if that is reported, and counts may be lost. */
    void expectDamage() {
        damaged = true;
    }

    /** Grows whenever something else is to be expected. */
    long changes() {
        return changes;
    }

    /** A number that was never used. */
    long nextGeneration() {
        return tried.isEmpty() ? 1 : tried.lastKey() + 1;
    }

    void trying(Checkpoint checkpoint) {
        changes++;
        tried.put(checkpoint.generation(), checkpoint);
    }

    /** From now on nothing older may be found. */
    void promise(long generation) {
        changes++;
        promised = Math.max(promised, generation);
    }

    /** Tokens grow for as long as there is something that is owned. */
    void owned(long by, Instant now) {
        if (by <= token && !mayBeGone(now)) {
            throw wrong("its lease has token %d after %d".formatted(by, token));
        }
        if (mayBeGone(now)) {
            attempts.add(Attempts.NONE);
        }
        token = by;
        changes++;
    }

    void removing() {
        changes++;
        removing = true;
    }

    void removed() {
        removed = true;
        vanish();
    }

    /** Whoever saw that there is nothing must not see again what there was. */
    void vanish() {
        changes++;
        vanished = nextGeneration() - 1;
        promised = 0;
        attempts.add(Attempts.NONE);
    }

    boolean isRemoved() {
        return removed;
    }

    void trying(Attempts count) {
        changes++;
        attempts.add(count);
    }

    void counted(Attempts count) {
        changes++;
        attempts.clear();
        attempts.add(count);
    }

    /** Holds what was found against what was promised. */
    void check(Loaded loaded, Instant now) {
        boolean excused = damaged && !loaded.damages().isEmpty();
        checkDamages(loaded);
        if (loaded.checkpoint().isPresent()) {
            check(loaded.checkpoint().get(), excused);
        } else if (promised > 0 && !mayBeGone(now) && !excused) {
            throw wrong("generation %d was promised, nothing is there".formatted(promised));
        }
    }

    private void check(Checkpoint found, boolean excused) {
        checkSaved(found);
        if (found.generation() <= vanished) {
            throw wrong("it was gone, generation %d is there".formatted(found.generation()));
        }
        if (found.generation() < promised && !excused) {
            throw wrong("generation %d was promised, %d is the newest".formatted(promised, found.generation()));
        }
    }

    private void checkDamages(Loaded loaded) {
        if (!damaged && !loaded.damages().isEmpty()) {
            throw wrong("damage was found: " + loaded.damages());
        }
    }

    /** Holds what else is kept besides the newest against what was saved. */
    void checkOlder(Loaded loaded, long below) {
        checkDamages(loaded);
        loaded.checkpoint().ifPresent(found -> {
            checkSaved(found);
            if (found.generation() >= below) {
                throw wrong("one before %d was asked for, %d was found".formatted(below, found.generation()));
            }
        });
    }

    /** Holds any generation against what was saved under its number. */
    void checkSaved(Checkpoint found) {
        Checkpoint saved = tried.get(found.generation());
        if (!found.equals(saved)) {
            throw wrong("%s was found, which was not what was saved: %s".formatted(found, saved));
        }
    }

    void check(Attempts found, Instant now) {
        if (!attempts.contains(found) && !((damaged || mayBeGone(now)) && found.equals(Attempts.NONE))) {
            throw wrong("%s were found, possible are %s".formatted(found, attempts));
        }
    }

    /** What was tried and not promised may have been there nevertheless, and may have been outdated by now. */
    private boolean mayBeGone(Instant now) {
        return removing
                || removed
                || tried.tailMap(promised).values().stream().anyMatch(checkpoint -> outdated(checkpoint, now));
    }

    private static boolean outdated(Checkpoint newest, Instant now) {
        return newest.content() instanceof Content.Result result
                ? !now.isBefore(result.keepUntil())
                : newest.stamp().savedAt().plus(MAX_AGE).isBefore(now);
    }

    private AssertionError wrong(String what) {
        return new AssertionError(run + ": " + what);
    }

    @Override
    public String toString() {
        return "%s promised %d of %s, vanished %d, token %d, attempts %s, removing %s, removed %s"
                .formatted(run, promised, tried.keySet(), vanished, token, attempts, removing, removed);
    }
}
