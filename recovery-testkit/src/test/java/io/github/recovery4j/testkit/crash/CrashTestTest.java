package io.github.recovery4j.testkit.crash;

import static io.github.recovery4j.testkit.crash.Jobs.failure;
import static io.github.recovery4j.testkit.crash.Jobs.job;
import static io.github.recovery4j.testkit.crash.Jobs.lines;
import static io.github.recovery4j.testkit.crash.Jobs.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a crash test tries, refuses to try, tells and leaves. */
class CrashTestTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest().pairs(10);

    @Test
    void a_job_without_a_boundary_is_not_tested() throws Exception {
        assertThat(failure(crashes, program((recovery, world) -> "result"))).contains("The job passed no boundary");
    }

    @Test
    void a_job_that_is_never_the_same_is_not_blamed_on_a_boundary() throws Exception {
        AtomicInteger lives = new AtomicInteger();
        assertThat(failure(crashes, lines((lines, run, world) -> lines.write(lives.incrementAndGet()))))
                .startsWith("The job is not the same each time, even without a crash")
                .contains("uninterrupted: 1")
                .contains("this time:     2");
        assertThat(failure(crashes, lines((lines, run, world) -> {
                    lines.cut(0);
                    world.effect("effect " + lives.incrementAndGet(), () -> {});
                })))
                .contains("only effects that happen equally often");
    }

    @Test
    void a_job_that_fails_without_a_crash_says_how() {
        IllegalStateException cause = new IllegalStateException("no disk");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> crashes.everywhere(() -> (recovery, world) -> "never run"))
                .withMessageContaining("There is no codec");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    throw cause;
                })))
                .withMessageContaining("fails without any crash")
                .withStackTraceContaining("no disk");
    }

    @Test
    void one_trial_can_be_made_again() throws Exception {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9).everywhere(Lines.NeverCut::new))
                .withMessageContaining("at boundary 9, before checkpoint 1 of 'lines' (generation 2)")
                .withMessageContaining("1 of 1 trials broke it: at(9)");
        CrashReport report = crashes.at(9, 5).everywhere(Lines.Careful::new);
        assertThat(report.crashes()).isEqualTo(2);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9, 99).everywhere(Lines.Careful::new))
                .withMessageContaining("There is no boundary 99");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> crashes.at(0));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> crashes.pairs(-1));
    }

    @Test
    void many_pairs_are_sampled_by_a_seed_that_is_told() throws Exception {
        CrashReport report = crashes.pairs(40).seed(7).everywhere(job((run, world) -> {
            for (long done = run.state(); done < 10; done++) {
                run.checkpoint(done + 1);
            }
        }));
        assertThat(report.pairs().tried())
                .isEqualTo(40)
                .isLessThan(report.pairs().possible());
        assertThat(report.describe()).contains("40 pairs of").contains("seed(7)");
    }

    @Test
    void what_was_tried_is_an_entry_in_the_report_of_the_test() throws Exception {
        Map<String, String> entries = new HashMap<>();
        ExtensionContext context = (ExtensionContext) Proxy.newProxyInstance(
                CrashTestTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, values) -> {
                    assertThat(method.getName()).isEqualTo("publishReportEntry");
                    return entries.put((String) values[0], (String) values[1]);
                });
        CrashTest registered = new CrashTest();
        registered.beforeEach(context);
        CrashReport report = registered.at(1).everywhere(Lines.Careful::new);
        registered.afterEach(context);
        assertThat(entries).containsExactly(Map.entry("crash test", report.describe()));
        registered.at(2).everywhere(Lines.Careful::new);
        assertThat(entries).hasSize(1);
    }

    @Test
    void nothing_is_left_behind() throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Queue<Path> directories = new ConcurrentLinkedQueue<>();
        crashes.everywhere(job((run, world) -> {
            threads.add(Thread.currentThread());
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
                    .forEach(threads::add);
            directories.add(world.directory());
            run.checkpoint(1L);
        }));
        assertThat(threads).hasSizeGreaterThan(10).noneMatch(Thread::isAlive);
        assertThat(directories)
                .hasSizeGreaterThan(10)
                .allMatch(directory -> Files.notExists(directory.getParent().getParent()));
    }

    @Test
    void an_interrupted_test_ends_at_once_and_leaves_nothing_running() {
        Thread test = Thread.currentThread();
        Queue<Thread> works = new ConcurrentLinkedQueue<>();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    works.add(Thread.currentThread());
                    test.interrupt();
                    new CountDownLatch(1).await();
                })));
        assertThat(works).hasSize(1).noneMatch(Thread::isAlive);
    }
}
