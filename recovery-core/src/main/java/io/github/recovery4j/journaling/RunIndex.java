package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Where the records of all runs are. Safe for use by many threads. */
final class RunIndex {

    private final Map<String, RunTable> jobs = new ConcurrentHashMap<>();

    IndexEntry get(RunKey run) {
        RunTable table = jobs.get(run.job());
        return table == null ? IndexEntry.EMPTY : table.get(run.id());
    }

    void change(RunKey run, UnaryOperator<IndexEntry> change) {
        jobs.computeIfAbsent(run.job(), job -> new RunTable()).change(run.id(), change);
    }

    void remove(RunKey run) {
        RunTable table = jobs.get(run.job());
        if (table != null) {
            table.remove(run.id());
        }
    }

    List<String> jobs() {
        return jobs.entrySet().stream()
                .filter(job -> job.getValue().hasRuns())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The newest record of a run.
     *
     * @param run whose
     * @param position where it is
     */
    record Newest(RunId run, long position) {}

    /** The runs of a job, in no particular order. */
    List<Newest> newest(String job) {
        List<Newest> found = new ArrayList<>();
        RunTable table = jobs.get(job);
        if (table != null) {
            table.forEach((run, entry) -> {
                if (entry.isRun()) {
                    found.add(new Newest(run, entry.newest()));
                }
            });
        }
        return found;
    }

    /** Where all records of all runs are, {@link IndexEntry#NONE} included. */
    LongStream positions() {
        return jobs.values().stream().flatMapToLong(RunTable::positions);
    }

    /** The tables of all jobs, by name. */
    Map<String, RunTable> tables() {
        return jobs;
    }

    /** About how many bytes of the journal are needed for the checkpoints and attempts of all runs. */
    long bytes() {
        return jobs.values().stream().mapToLong(RunTable::bytes).sum();
    }
}
