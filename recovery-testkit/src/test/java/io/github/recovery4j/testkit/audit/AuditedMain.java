package io.github.recovery4j.testkit.audit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.testkit.TextCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs an audited job, saves the number of its attempt, says so, and waits until it is killed; the last attempt ends. */
final class AuditedMain {

    static final int ATTEMPTS = 4;

    private AuditedMain() {}

    /** Arguments: the directory of the runs, and that of the audit log. */
    public static void main(String[] arguments) throws Exception {
        try (Recovery recovery = Recovery.builder()
                .directory(Path.of(arguments[0]))
                .codec(new TextCodec())
                .audit(Path.of(arguments[1]))
                .open()) {
            recovery.run(RecoverableJob.named("killed")
                    .state(Long.class, () -> 0L)
                    .timeout(Duration.ofMinutes(5))
                    .work(run -> {
                        run.checkpoint(run.state() + 1);
                        System.out.println("at work " + run.state());
                        if (run.state() < ATTEMPTS) {
                            new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        }
                        return run.state();
                    }));
        }
    }
}
