package io.github.recovery4j.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream of a process to its end, on a thread of its own, and keeps its beginning. A read of a pipe cannot be
 * interrupted: the thread ends when nobody holds the other end any more.
 */
final class Drain implements Runnable {

    private static final int CHUNK = 1 << 13;

    private final InputStream in;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean whole = true;

    private Drain(InputStream in) {
        this.in = in;
    }

    static Drain begin(InputStream in, String name) {
        Drain drain = new Drain(in);
        Thread thread = new Thread(drain, "recovery4j-output: " + name);
        thread.setDaemon(true);
        thread.start();
        return drain;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[CHUNK];
        try (in) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                keep(chunk, read);
            }
            ended.countDown();
        } catch (IOException e) {
            keep(chunk, 0, false); // what was read before counts, as an incomplete output
            ended.countDown();
        }
    }

    private void keep(byte[] chunk, int length) {
        keep(chunk, length, true);
    }

    private synchronized void keep(byte[] chunk, int length, boolean more) {
        int room = Math.min(length, Output.MOST_BYTES - kept.size());
        kept.write(chunk, 0, room);
        whole &= more && room == length;
    }

    /** What was read, once the stream has ended, or so long after the process has. */
    Output output(long millis) throws InterruptedException {
        boolean all = ended.await(millis, TimeUnit.MILLISECONDS);
        synchronized (this) {
            return Output.of(kept.toString(StandardCharsets.UTF_8), all && whole);
        }
    }
}
