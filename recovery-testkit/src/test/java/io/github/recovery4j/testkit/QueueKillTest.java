package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.QueueCounts;
import io.github.recovery4j.queue.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed by SIGKILL while it works on something. */
class QueueKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    static Recovery recovery(Path directory) {
        return Recovery.builder().directory(directory).codec(new TextCodec()).open();
    }

    /** Does one piece of work, and gets stuck in the next. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws InterruptedException {
            Recovery recovery = recovery(Path.of(arguments[0]));
            WorkQueue<String> queue = recovery.queue("tasks", String.class);
            queue.submit("easy", "1");
            queue.submit("hard", "2");
            queue.submit("later", "3");
            queue.work(1, claim -> {
                if (claim.id().equals("hard")) {
                    System.out.println("stuck");
                    new CountDownLatch(1).await();
                }
                return "by the first process";
            });
            new CountDownLatch(1).await();
        }
    }

    @Test
    void work_that_was_under_way_is_done_by_the_next_process_and_what_was_done_is_not_done_again() throws Exception {
        try (KillableProcess process =
                KillableProcess.java(Host.class).arguments(directory).start()) {
            process.awaitLine(line -> line.equals("stuck"), PATIENCE);
            process.kill();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(137);
        }
        try (Recovery recovery = recovery(directory)) {
            WorkQueue<String> queue = recovery.queue("tasks", String.class);
            assertThat(queue.counts()).isEqualTo(new QueueCounts(2, 0, 1, 0));
            Claim<String> hard = queue.claim().orElseThrow();
            assertThat(hard)
                    .extracting(Claim::id, Claim::attempt, Claim::payload)
                    .containsExactly("hard", 2, "2");
            queue.complete(hard, "by the second process");
            assertThat(queue.claim().orElseThrow())
                    .extracting(Claim::id, Claim::attempt)
                    .containsExactly("later", 1);
            assertThat(queue.items(ItemState.COMPLETED))
                    .extracting(item -> item.id() + " " + item.outcome().orElseThrow())
                    .containsExactly("easy by the first process", "hard by the second process");
        }
    }
}
