package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All runs of a {@link Script}, those that were removed included. */
final class History {

    private static final List<String> JOBS = List.of("sync", "sync", "sync-2");

    private final List<RunHistory> runs = new ArrayList<>();
    private final @Nullable RunHistory[] now = new RunHistory[JOBS.size()];

    History() {}

    History copy() {
        History copy = new History();
        for (RunHistory run : runs) {
            RunHistory copied = run.copy();
            copy.runs.add(copied);
            for (int i = 0; i < now.length; i++) {
                if (now[i] == run) {
                    copy.now[i] = copied;
                }
            }
        }
        return copy;
    }

    /** The run that the number of a step means now. */
    RunHistory run(int number) {
        RunHistory run = now[number];
        if (run == null || run.isRemoved()) {
            run = new RunHistory(new RunKey(JOBS.get(number), new RunId("01JD6K3V9Q%016d".formatted(runs.size()))));
            runs.add(run);
            now[number] = run;
        }
        return run;
    }

    /** Grows whenever something else is to be expected. */
    long changes() {
        return runs.stream().mapToLong(RunHistory::changes).sum();
    }

    void expectDamage() {
        runs.forEach(RunHistory::expectDamage);
    }

    List<RunHistory> runs() {
        return runs;
    }

    @Override
    public String toString() {
        return runs.toString();
    }
}
