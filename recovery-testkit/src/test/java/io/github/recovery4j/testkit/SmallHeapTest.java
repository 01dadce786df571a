package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.testkit.SmallHeapMain.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A codec that exhausts the memory or the stack of its process, for real. */
class SmallHeapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private List<String> told(Trouble trouble) throws Exception {
        try (KillableProcess process = KillableProcess.java(SmallHeapMain.class)
                .flags("-Xmx24m", "-Xss512k")
                .arguments(directory, trouble)
                .start()) {
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isZero();
            return process.output();
        }
    }

    @Test
    void a_codec_that_runs_out_of_memory_costs_that_state_and_nothing_else() throws Exception {
        List<String> told = told(Trouble.OUT_OF_MEMORY);
        assertThat(told)
                .filteredOn(line -> line.startsWith("thrown"))
                .singleElement()
                .asString()
                .startsWith("thrown java.lang.OutOfMemoryError");
        goesOnAtOnceFromTheLastCheckpoint(told);
    }

    @Test
    void a_codec_that_runs_out_of_stack_costs_that_state_and_nothing_else() throws Exception {
        List<String> told = told(Trouble.ENDLESS_RECURSION);
        assertThat(told)
                .filteredOn(line -> line.startsWith("outcome"))
                .singleElement()
                .asString()
                .startsWith("outcome failed (" + CodecException.class.getName())
                .contains("nested without end");
        goesOnAtOnceFromTheLastCheckpoint(told);
    }

    /** In the same process, so its lease is free; and nothing half-built is on the disk. */
    private static void goesOnAtOnceFromTheLastCheckpoint(List<String> told) {
        assertThat(told)
                .filteredOn(line -> line.startsWith("begun") || line.startsWith("acked") || line.startsWith("result"))
                .isEqualTo(Stream.of(
                                Stream.of("begun " + Sum.NOTHING),
                                acked(1, 2),
                                Stream.of("begun " + Sum.after(2)),
                                acked(3, SmallHeapMain.ITEMS),
                                Stream.of("result "
                                        + Sum.after(SmallHeapMain.ITEMS).total()))
                        .flatMap(lines -> lines)
                        .toList());
        assertThat(told)
                .filteredOn(line -> line.startsWith("file"))
                .isNotEmpty()
                .allMatch(file -> file.matches(
                        "file (admission\\.owner|\\w+\\.(owner|attempts|tmp\\.json|tmp\\.json\\.backup))"));
    }

    private static Stream<String> acked(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(done -> "acked " + Sum.after(done));
    }
}
