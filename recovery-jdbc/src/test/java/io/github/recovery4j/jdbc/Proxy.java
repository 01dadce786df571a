package io.github.recovery4j.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A line to a server that breaks when a test wants it to: after so many bytes in one direction every connection is cut, once;
 * or nothing goes through any more although all stay open. It counts what goes through.
 */
final class Proxy implements AutoCloseable {

    /** Which way. */
    enum Direction {
        REQUEST,
        REPLY
    }

    private static final int BUFFER = 64 << 10;
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Map<Direction, AtomicLong> passed = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();
    private volatile int target;
    private volatile Direction armed = Direction.REQUEST;
    private volatile Direction last = Direction.REPLY;
    private final AtomicLong left = new AtomicLong(NEVER);
    private volatile boolean frozen;

    Proxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (Direction direction : Direction.values()) {
            passed.put(direction, new AtomicLong());
        }
        start("listener", this::listen);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                continue; // closed, or there is no server at the moment: the client hears of it
            }
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            start("request", () -> pump(Direction.REQUEST, client, server));
            start("reply", () -> pump(Direction.REPLY, server, client));
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private void pump(Direction direction, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitThaw();
                pass(direction, buffer, read, out);
            }
        } catch (IOException e) {
            return; // the other side hears of it
        }
    }

    private synchronized void awaitThaw() throws IOException {
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private void pass(Direction direction, byte[] buffer, int length, OutputStream out) throws IOException {
        if (direction != last) {
            last = direction;
            turns.incrementAndGet();
        }
        long allowed = direction == armed ? left.getAndUpdate(bytes -> bytes == NEVER ? NEVER : bytes - length) : NEVER;
        passed.get(direction).addAndGet(Math.min(length, allowed));
        if (allowed >= length) {
            out.write(buffer, 0, length);
            if (allowed > length) {
                return;
            }
        } else if (allowed > 0) {
            out.write(buffer, 0, (int) allowed);
        }
        cut();
    }

    /** Lets so many bytes pass in one direction, then cuts everything, and lets everything pass again. */
    void cutAfter(Direction direction, long bytes) {
        armed = direction;
        left.set(bytes);
    }

    /** Cuts every connection; new ones may be made. */
    void cut() {
        left.set(NEVER);
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            try {
                socket.close();
            } catch (IOException e) {
                continue; // it is closed all the same
            }
        }
    }

    /** From now on nothing passes, and nothing is closed. */
    synchronized void freeze() {
        frozen = true;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    /** Connections go to another server from now on. */
    void target(int port) {
        target = port;
    }

    long passed(Direction direction) {
        return passed.get(direction).get();
    }

    /** How often one side began to talk after the other. */
    long turns() {
        return turns.get();
    }

    /** Where the server seems to be. */
    DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {listener.getInetAddress().getHostAddress()});
        source.setPortNumbers(new int[] {listener.getLocalPort()});
        source.setUser("postgres");
        source.setDatabaseName("postgres");
        source.setConnectTimeout(5);
        return source;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thaw();
        cut();
    }
}
