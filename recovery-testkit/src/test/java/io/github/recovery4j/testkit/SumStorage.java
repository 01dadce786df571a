package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of an unfinished run of sums that has saved two states. */
record SumStorage(Path directory) {

    static final Sum OLDER = Sum.after(1);
    static final Sum NEWEST = Sum.after(2);

    static RecoverableJob<NoConfig, Sum, Long> job(Work<NoConfig, Sum, Long> work) {
        return RecoverableJob.named("sum")
                .state(Sum.class, () -> Sum.NOTHING)
                .maxAttempts(1000)
                .work(work);
    }

    static Recovery recovery(Path directory) {
        return Recovery.builder()
                .directory(directory)
                .codec(new TextCodec())
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    static SumStorage create(Path directory) {
        try (Recovery recovery = recovery(directory)) {
            RunOutcome<Long> outcome = recovery.run(job(run -> {
                run.checkpoint(OLDER);
                run.checkpoint(NEWEST);
                throw new IllegalStateException("enough");
            }));
            assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        }
        return new SumStorage(directory);
    }

    Path current() {
        return only(".tmp.json");
    }

    Path owner() {
        return only(".owner");
    }

    Path attempts() {
        return only(".attempts");
    }

    Path marker() {
        return directory.resolve("storage.json");
    }

    /** The names of all files of the run. */
    List<String> names() {
        try (Stream<Path> all = Files.list(directory.resolve("sum"))) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path only(String ending) {
        List<String> found = names().stream()
                .filter(name -> name.endsWith(ending) && !name.startsWith("admission"))
                .toList();
        assertThat(found).hasSize(1);
        return directory.resolve("sum").resolve(found.get(0));
    }
}
