package io.github.recovery4j.testkit;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counters that several processes share, in a file that all of them have mapped into memory. */
public final class SharedCounters {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer memory;

    private SharedCounters(MappedByteBuffer memory) {
        this.memory = memory;
    }

    public static SharedCounters in(Path file, int count) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedCounters(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) count * Long.BYTES));
        }
    }

    public long get(int counter) {
        return (long) LONGS.getVolatile(memory, counter * Long.BYTES);
    }

    public void add(int counter, long more) {
        LONGS.getAndAdd(memory, counter * Long.BYTES, more);
    }

    /**
     * Waits until so many have come to the counter. It asks again and again, as memory is all that these processes share,
     * and a wait that the system ends would let them go on one after another; meanwhile others may have the processor.
     */
    void meet(int counter, long players) {
        add(counter, 1);
        while (get(counter) < players) {
            Thread.yield();
        }
    }
}
