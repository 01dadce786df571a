package io.github.recovery4j.probe;

import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Connects to one of the addresses of a host, and closes at once. Only a refusal by all of them is a down: somebody is there
 * and says that nobody listens.
 *
 * @param host whom to connect to
 * @param port where
 * @param timeout for how long; an address gets an equal part of what the ones before have left
 * @param names finds the addresses
 */
record Tcp(String host, int port, Duration timeout, Names names) implements Question {

    /** Finds the addresses of a host; may hang. */
    @FunctionalInterface
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    Tcp(String host, int port, Duration timeout) {
        this(host, port, timeout, InetAddress::getAllByName);
    }

    @Override
    public Answer ask() throws IOException {
        Deadline end = Deadline.in(timeout, Ticker.system());
        InetAddress[] addresses = names.find(host);
        Optional<IOException> doubt = Optional.empty();
        for (int tried = 0; tried < addresses.length; tried++) {
            try {
                connect(new InetSocketAddress(addresses[tried], port), end.nanosLeft() / (addresses.length - tried));
                return Answer.up("connected to %s:%d".formatted(host, port));
            } catch (IOException e) {
                if (!Refusal.is(e)) {
                    doubt = doubt.or(() -> Optional.of(e));
                }
            }
        }
        if (doubt.isPresent()) {
            throw doubt.get();
        }
        return Answer.down("connection to %s:%d refused".formatted(host, port));
    }

    /** By a channel, as it can be interrupted; then all other addresses fail at once. */
    private static void connect(SocketAddress address, long nanos) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            long millis = Math.max(1, Math.min(nanos / 1_000_000, Integer.MAX_VALUE));
            channel.socket().connect(address, (int) millis);
            if (isItself(channel)) {
                throw new ConnectException("refused, it was connected to itself");
            }
        }
    }

    /**
     * Whether both ends are the same. Where nobody listens on a port of this machine, the system may choose just that port for
     * the end that connects.
     */
    static boolean isItself(SocketChannel connected) throws IOException {
        return connected.getLocalAddress().equals(connected.getRemoteAddress());
    }

    /** Only its text, in the language of the system, tells a refused connection from others that failed. */
    private static final class Refusal {

        private static final String ENGLISH = "refused";

        static boolean is(IOException e) {
            String text = String.valueOf(e.getMessage());
            return e instanceof ConnectException && (text.contains(ENGLISH) || text.equals(Learned.TEXT));
        }

        /** What a connection to a port says on which certainly nobody listens. */
        private static final class Learned {
            static final String TEXT = refused();

            /** A port that is taken, but not listened on, is nobody else's meanwhile. */
            private static String refused() {
                try (Socket taken = new Socket()) {
                    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    connect(taken.getLocalSocketAddress(), Deadline.nanos(Duration.ofSeconds(1)));
                } catch (ConnectException e) {
                    return String.valueOf(e.getMessage());
                } catch (IOException e) {
                    return ENGLISH; // nothing can be learned where there is not even a port
                }
                return ENGLISH;
            }
        }
    }
}
