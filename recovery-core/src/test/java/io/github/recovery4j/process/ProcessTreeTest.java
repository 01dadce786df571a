package io.github.recovery4j.process;

import static io.github.recovery4j.process.Shell.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which processes are found, whatever happens between two looks at them. */
@Timeout(240)
class ProcessTreeTest {

    private final ProcessMark mark = ProcessMark.create();
    private final List<Process> begun = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void end() {
        begun.forEach(Process::destroyForcibly);
    }

    @Test
    void a_process_that_the_first_looks_missed_is_killed() throws Exception {
        Process missed = sleeping();
        new ProcessTree(Optional.of(mark), seenFrom(3, missed, ProcessTable.Carries.YES)).kill();
        assertThat(Shell.runs(missed.pid())).isFalse();
    }

    @Test
    void a_process_that_is_just_becoming_another_program_is_looked_at_until_it_has() throws Exception {
        Process becoming = sleeping();
        AtomicInteger asked = new AtomicInteger();
        ProcessTable table = table(
                List.of(becoming),
                () -> asked.incrementAndGet() < 20 ? ProcessTable.Carries.UNDECIDED : ProcessTable.Carries.YES);
        new ProcessTree(Optional.of(mark), table).kill();
        assertThat(Shell.runs(becoming.pid())).isFalse();
    }

    @Test
    void what_never_gets_an_environment_and_is_older_than_the_command_is_not_waited_for() throws Exception {
        Process older = sleeping();
        Shell.await(() -> startsLater(older) ? Optional.of(true) : Optional.empty());
        AtomicInteger asked = new AtomicInteger();
        ProcessTable table = table(List.of(older), () -> {
            asked.incrementAndGet();
            return ProcessTable.Carries.UNDECIDED;
        });
        new ProcessTree(Optional.of(mark), table)
                .with(begun.get(begun.size() - 1).toHandle())
                .kill();
        assertThat(asked).hasValue(1);
        assertThat(Shell.runs(older.pid())).isTrue();
    }

    /** Start times are told in hundredths of a second. */
    private boolean startsLater(Process older) {
        Process later = sleeping();
        return later.info()
                .startInstant()
                .orElseThrow()
                .isAfter(older.info().startInstant().orElseThrow());
    }

    @Test
    void the_environment_of_a_program_that_was_started_without_one_is_undecided_and_that_of_others_is_told()
            throws Exception {
        Process without = begin(new ProcessBuilder("env", "-i", "sleep", "1000"));
        Process with = begin(new ProcessBuilder("env", mark.text() + "=", "sleep", "1000"));
        Process other = sleeping();
        ProcessTable system = ProcessTable.system();
        Shell.await(() -> carries(with) == ProcessTable.Carries.YES ? Optional.of(true) : Optional.empty());
        Shell.await(() -> carries(without) == ProcessTable.Carries.UNDECIDED ? Optional.of(true) : Optional.empty());
        assertThat(system.carries(other.toHandle(), mark)).isEqualTo(ProcessTable.Carries.NO);
        other.destroyForcibly().waitFor();
        assertThat(system.carries(other.toHandle(), mark)).isEqualTo(ProcessTable.Carries.NO);
    }

    private ProcessTable.Carries carries(Process process) {
        return ProcessTable.system().carries(process.toHandle(), mark);
    }

    @Test
    void nothing_survives_of_a_script_that_goes_on_starting_programs_while_it_is_killed() throws Exception {
        for (int i = 0; i < 3; i++) {
            Path started = directory.resolve("started" + i);
            ProcessMark own = ProcessMark.create();
            Command storm = script(
                            "for i in $(seq 50); do (sleep 1000 & sleep 1000 &); echo $$ >> \"$1\"; done; wait",
                            started.toString())
                    .marked(own);
            FutureTask<CommandResult> asked = new FutureTask<>(() -> storm.ask(Shell.LONG));
            Thread asking = new Thread(asked);
            asking.start();
            Shell.pids(started, 1);
            asking.interrupt();
            assertThatThrownBy(asked::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(ProcessTable.system().processes().stream()
                            .filter(process -> ProcessTable.system().carries(process, own) == ProcessTable.Carries.YES))
                    .isEmpty();
        }
    }

    private Process sleeping() {
        return begin(new ProcessBuilder("sleep", "1000"));
    }

    private Process begin(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            begun.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists a process from a certain look on only. */
    private static ProcessTable seenFrom(int first, Process process, ProcessTable.Carries carries) {
        AtomicInteger looks = new AtomicInteger();
        return new ProcessTable() {
            @Override
            public List<ProcessHandle> processes() {
                return looks.incrementAndGet() < first ? List.of() : List.of(process.toHandle());
            }

            @Override
            public Carries carries(ProcessHandle asked, ProcessMark mark) {
                return carries;
            }
        };
    }

    private static ProcessTable table(List<Process> processes, Supplier<ProcessTable.Carries> carries) {
        return new ProcessTable() {
            @Override
            public List<ProcessHandle> processes() {
                return processes.stream().map(Process::toHandle).toList();
            }

            @Override
            public Carries carries(ProcessHandle asked, ProcessMark mark) {
                return carries.get();
            }
        };
    }
}
