package io.github.recovery4j.process;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM leaves of its commands when it is told to end. */
@Timeout(240)
class EndingJvmTest {

    private static final String SCRIPT = "echo $$ >> \"$1\"; sleep 1000 & echo $! >> \"$1\"; wait";

    @TempDir
    Path directory;

    static final class Asking {
        public static void main(String[] file) throws Exception {
            Shell.script(SCRIPT, file).ask(LONG);
        }
    }

    static final class Executing {
        public static void main(String[] file) throws Exception {
            Shell.script(SCRIPT, file).execute(LONG);
        }
    }

    @Test
    void a_question_ends_with_its_jvm() throws Exception {
        Shell.assertGone(startedBy(Asking.class));
    }

    @Test
    void an_action_is_not_cut_off_in_the_middle() throws Exception {
        List<Long> pids = startedBy(Executing.class);
        assertThat(pids).allMatch(Shell::runs);
        ProcessTree.of(ProcessHandle.of(pids.get(0)).orElseThrow()).kill();
    }

    /** The processes of a JVM that has ended because of a SIGTERM. */
    private List<Long> startedBy(Class<?> main) throws Exception {
        Path started = directory.resolve("started");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        started.toString())
                .inheritIO()
                .start();
        List<Long> pids = Shell.pids(started, 2);
        jvm.destroy();
        assertThat(jvm.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return pids;
    }
}
