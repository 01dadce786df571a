package io.github.recovery4j.testkit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.plan.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program with the small heap that meets the hostile files. It goes on with the run in each storage below a directory,
 * and tells of each:
 *
 * <pre>
 * current begun 1 -3812 passing over 1      the state it goes on from, and how many damaged ones lie before it
 * current result 8127                       the run is completed: saving works
 * marker typed The storage in … cannot …    a StoreException or a LeaseException
 * owner unrelated java.lang.Out…            anything else
 * </pre>
 */
final class HostileFilesMain {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final long ITEMS = 4;

    private HostileFilesMain() {}

    /** Argument: the directory of the storages. */
    public static void main(String[] arguments) throws IOException {
        for (Path directory : storages(Path.of(arguments[0]))) {
            String name = directory.getFileName() + " ";
            try {
                OUT.println(name + goOn(directory, name));
            } catch (StoreException | LeaseException e) {
                OUT.println(name + "typed " + e.getMessage());
            } catch (Throwable e) { // whatever it is, it has to be told
                OUT.println(name + "unrelated " + e);
                e.printStackTrace();
            }
        }
    }

    private static List<Path> storages(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.sorted().toList();
        }
    }

    private static String goOn(Path directory, String name) {
        try (Recovery recovery = SumStorage.recovery(directory)) {
            RunOutcome<Long> outcome = recovery.run(SumStorage.job(run -> {
                OUT.println(name + "begun " + run.state() + " passing over "
                        + damages(run.plan().findings()));
                for (Sum sum = run.state(); sum.done() < ITEMS; ) {
                    sum = sum.next();
                    run.checkpoint(sum);
                }
                return run.state().total();
            }));
            return outcome instanceof RunOutcome.Completed<Long>
                    ? "result " + outcome.orElseThrow()
                    : outcome.describe();
        }
    }

    private static long damages(List<Finding> findings) {
        return findings.stream().filter(Finding.Damaged.class::isInstance).count();
    }

    /** What it tells of a run that was completed. */
    static List<String> completedFrom(Sum state, int damages, String name) {
        return List.of(
                name + " begun " + state + " passing over " + damages,
                name + " result " + Sum.after(ITEMS).total());
    }
}
