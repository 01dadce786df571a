package io.github.recovery4j.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Connects, and closes at once. Only a refusal is a down: somebody is there and says that nobody listens.
 *
 * @param host whom to connect to
 * @param port where
 * @param timeout for how long
 */
record Tcp(String host, int port, Duration timeout) implements Question {

    @Override
    public Answer ask() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port); // looks the name up, which may hang
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(Math.max(1, timeout.toMillis())));
            return Answer.up("connected to %s:%d".formatted(host, port));
        } catch (ConnectException e) {
            if (String.valueOf(e.getMessage()).contains("refused")) { // there are others: timed out, unreachable
                return Answer.down("connection to %s:%d refused".formatted(host, port));
            }
            throw e;
        }
    }
}
