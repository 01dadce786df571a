package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.testkit.TextCodec;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jobs that a crash test is tried on, each given by what is special about it. */
final class Jobs {

    private Jobs() {}

    /** What the work of a job does that writes no file. */
    @FunctionalInterface
    interface Body {
        void work(Run<NoConfig, Long> run, World world) throws Exception;
    }

    @FunctionalInterface
    interface BodyOfLines {
        void work(Lines lines, Run<NoConfig, Long> run, World world) throws Exception;
    }

    /** The job of {@link Lines}, with another work. */
    static Supplier<Lines> lines(BodyOfLines body) {
        return () -> new Lines() {
            @Override
            void work(Run<NoConfig, Long> run, World world) throws Exception {
                body.work(this, run, world);
            }
        };
    }

    /** A job without a file. */
    static Supplier<JobUnderTest> job(Body body) {
        return lines((lines, run, world) -> {
            lines.cut(0);
            body.work(run, world);
        })::get;
    }

    /** Without remembering, a crash between the removal of a finished run and the end of the process begins a new run. */
    static Supplier<JobUnderTest> remembering(Body body) {
        return program((recovery, world) -> recovery.run(RecoverableJob.named("remembered")
                        .state(Long.class, () -> 0L)
                        .work(run -> {
                            body.work(run, world);
                            return run.state();
                        })
                        .remembering(Duration.ofHours(1), Long.class))
                .orElseThrow());
    }

    /** All that a process does, with a codec. */
    static Supplier<JobUnderTest> program(JobUnderTest program) {
        return () -> new JobUnderTest() {
            @Override
            public @Nullable Object run(Recovery recovery, World world) throws Exception {
                return program.run(recovery, world);
            }

            @Override
            public void configure(RecoveryBuilder builder) {
                builder.codec(new TextCodec());
            }
        };
    }

    /** What a crash test says against a job. */
    static String failure(CrashTest crashes, Supplier<? extends JobUnderTest> job) throws InterruptedException {
        try {
            CrashReport report = crashes.everywhere(job);
            throw new IllegalStateException("Not caught: " + report.describe());
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
