package io.github.recovery4j.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link BareFloor} with an ideal group commit. Savers put their records into a group; one of them leads: it
 * writes the whole group with one gathering write and one fdatasync, hands the lead to the first of those that came
 * meanwhile, and wakes its followers.
 */
final class GroupFloor implements Store {

    /** Records that become durable together. */
    private static final class Group {
        private final List<Thread> savers = new ArrayList<>();
        private final List<ByteBuffer> records = new ArrayList<>();
        private long bytes;
        /** The first saver, once it was handed the lead. */
        private volatile @Nullable Thread leader;

        private volatile boolean durable;
        private volatile @Nullable IOException failure;
    }

    private final FramedFile file;
    /** Guarded by this, as is everything in it that is not volatile, until it is taken. */
    private Group gathering = new Group();
    /** Whether somebody leads; guarded by this. */
    private boolean led;

    GroupFloor(Path directory) throws IOException {
        this.file = new FramedFile(directory.resolve("floor"), FramedFile.CAPACITY);
    }

    @Override
    public void save(int key, byte[] state) throws IOException {
        ByteBuffer record = file.frame(key, state);
        Group group;
        boolean leads;
        synchronized (this) {
            group = gathering;
            group.savers.add(Thread.currentThread());
            group.records.add(record);
            group.bytes += record.remaining();
            leads = !led;
            led = true;
        }
        while (!leads && !group.durable) {
            LockSupport.park(this);
            leads = group.leader == Thread.currentThread();
        }
        if (leads) {
            lead(group);
        }
        if (group.failure != null) {
            throw new IOException("The group could not be written", group.failure);
        }
    }

    private void lead(Group group) {
        synchronized (this) {
            gathering = new Group();
        }
        try {
            file.write(group.records.toArray(ByteBuffer[]::new), group.bytes, file.reserve(group.bytes));
            file.sync();
        } catch (IOException e) {
            group.failure = e;
        }
        group.durable = true;
        handOver();
        for (Thread saver : group.savers) {
            if (saver != Thread.currentThread()) {
                LockSupport.unpark(saver);
            }
        }
    }

    private synchronized void handOver() {
        led = !gathering.savers.isEmpty();
        if (led) {
            Thread first = gathering.savers.get(0);
            gathering.leader = first;
            LockSupport.unpark(first);
        }
    }

    @Override
    public byte @Nullable [] load(int key) throws IOException {
        Map<Integer, byte[]> newest = new HashMap<>();
        file.read(newest::put);
        return newest.get(key);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
