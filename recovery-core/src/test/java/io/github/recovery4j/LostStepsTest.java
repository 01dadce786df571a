package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A step whose record is lost may be done already: nobody does it again without being told to. */
class LostStepsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final List<String> done = new ArrayList<>();

    private Work<NoConfig, Integer, Integer> work(boolean dying) {
        return run -> {
            for (String name : List.of("first", "second", "third")) {
                run.step(name, step -> done.add(name));
            }
            if (dying) {
                throw new IOException("died");
            }
            return done.size();
        };
    }

    private RunId damaged() throws IOException {
        RunOutcome<Integer> outcome;
        try (Recovery recovery = recoveries.builder().open()) {
            outcome = recovery.run(job(work(true)));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path segment :
                    files.filter(file -> file.toString().endsWith(".segment")).toList()) {
                damage(segment, "second");
            }
        }
        return outcome.details().run().orElseThrow().id();
    }

    /** Every occurrence of a word. */
    private static void damage(Path file, String word) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace(word, "SECOND"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_run_that_lost_steps_is_refused_and_the_dry_run_says_so() throws IOException {
        RunId run = damaged();
        Recovery recovery = recoveries.open();
        assertThat(recovery.plan(job(work(false)), new NoConfig()).decision()).isEqualTo(Decision.REFUSE);
        RunOutcome<Integer> outcome = recovery.run(job(work(false)));
        assertThat(outcome.describe())
                .contains("has lost records of its steps")
                .contains("release(\"" + run + "\") accepts that");
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void once_the_loss_is_accepted_only_the_lost_step_is_done_again() throws IOException {
        RunId run = damaged();
        Recovery recovery = recoveries.open();
        recovery.release(run);
        assertThat(recovery.run(job(work(true)))).isInstanceOf(RunOutcome.Failed.class);
        assertThat(done).containsExactly("first", "second", "third", "second");
        assertThat(recovery.run(job(work(false))).orElseThrow()).isEqualTo(4);
    }

    @Test
    void a_record_of_a_newer_release_refuses_the_run_and_hides_no_other() throws IOException {
        RunOutcome<Integer> outcome;
        try (Recovery recovery = recoveries.builder().open()) {
            outcome = recovery.run(job(work(true)));
        }
        RunKey run = outcome.details().run().orElseThrow();
        try (FileStorage storage = FileStorage.open(directory)) {
            Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofMinutes(1));
            long token = ((Claim.Acquired) claim).lease().token();
            try (Journal journal = storage.journals().open(run, token)) {
                journal.append(99, Sync.now(), ByteBuffer.allocate(10));
            }
        }
        Recovery recovery = recoveries.open();
        assertThat(recovery.run(job(work(false))).describe()).contains("is in format version");
        assertThat(recovery.sagas().stuck()).isEmpty();
        assertThat(done).hasSize(3);
    }
}
