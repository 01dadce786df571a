package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One durable save of a state of {@code size} bytes. JMH runs the ways one after another, so a disk that changes its
 * mind between them shows up in their ratio; {@link SaveRatio} does not have that weakness.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@State(Scope.Benchmark)
public class SaveBenchmark {

    /** Bytes of state. */
    @Param({"1024", "65536", "1048576"})
    public int size;

    /** How it is saved. */
    @Param({"BARE", "STORE", "CHECKPOINT"})
    public Way way;

    private byte[] payload;
    private Scratch scratch;
    private Saver saver;

    /** Opens what saves. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        payload = Scratch.payload(size);
        scratch = Scratch.create();
        saver = way.open(scratch.path());
    }

    /** Saves once. */
    @Benchmark
    public void save() throws IOException {
        saver.save(payload);
    }

    /** Closes and deletes. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        saver.close();
        scratch.close();
    }
}
