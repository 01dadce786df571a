package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Where the records of all runs are. Safe for use by many threads. */
final class RunIndex {

    private final Map<String, RunTable> jobs = new ConcurrentHashMap<>();

    IndexEntry get(RunKey run) {
        RunTable table = jobs.get(run.job());
        return table == null ? IndexEntry.EMPTY : table.get(RunBits.of(run.id()));
    }

    void change(RunKey run, UnaryOperator<IndexEntry> change) {
        jobs.computeIfAbsent(run.job(), job -> new RunTable()).change(RunBits.of(run.id()), change);
    }

    void remove(RunKey run) {
        RunTable table = jobs.get(run.job());
        if (table != null) {
            table.remove(RunBits.of(run.id()));
        }
    }

    List<String> jobs() {
        return jobs.entrySet().stream()
                .filter(job -> job.getValue().hasRuns())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The runs of a job in the order of their newest records, which is the order they are read fastest in. */
    List<RunKey> runs(String job) {
        record Place(RunBits run, long position) {}
        List<Place> places = new ArrayList<>();
        RunTable table = jobs.get(job);
        if (table != null) {
            table.forEach((run, entry) -> {
                if (entry.isRun()) {
                    places.add(new Place(run, entry.newest()));
                }
            });
        }
        places.sort(Comparator.comparingLong(Place::position));
        return places.stream().map(place -> new RunKey(job, place.run().id())).toList();
    }

    /** The tables of all jobs, by name. */
    Map<String, RunTable> tables() {
        return jobs;
    }

    /** About how many bytes the newest records of all runs take. */
    long bytes() {
        return jobs.values().stream().mapToLong(RunTable::bytes).sum();
    }
}
