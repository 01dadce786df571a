package io.github.recovery4j.process;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    /** Asks from a shutdown hook of its own, before and after everything that was asked is killed. */
    static final class AskingAtTheEnd {

        private static final int QUESTIONS = 20;

        public static void main(String[] file) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (int i = 1; i <= QUESTIONS; i++) {
                    ask(file, i);
                }
            }));
            Shell.script(SCRIPT, file).ask(LONG);
        }

        /** Returns when the question is asked, or refused. */
        private static void ask(String[] file, int number) {
            Path started = Path.of(file[0] + number);
            Thread asking = new Thread(() -> {
                try {
                    Shell.script(SCRIPT, started.toString()).ask(LONG);
                } catch (IOException | InterruptedException e) {
                    // refused, or killed
                }
            });
            asking.setDaemon(true);
            asking.start();
            Shell.await(() -> Files.exists(started) || !asking.isAlive() ? Optional.of(true) : Optional.empty());
        }
    }

    @Test
    void nothing_that_is_asked_while_the_jvm_ends_survives_it() throws Exception {
        List<Long> pids = new ArrayList<>(startedBy(AskingAtTheEnd.class));
        for (Path started : entries()) {
            pids.addAll(Shell.pids(started, 1));
        }
        try {
            Shell.assertGone(pids);
        } finally {
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
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

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
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
