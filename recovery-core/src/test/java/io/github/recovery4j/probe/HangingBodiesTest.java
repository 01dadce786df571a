package io.github.recovery4j.probe;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.process.Shell;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that begins to answer and never ends, over real sockets. */
@Timeout(240)
class HangingBodiesTest {

    private static final int ANSWERS = 200;
    private static final int AT_ONCE = 50;

    @Test
    void of_hundreds_of_bodies_that_never_end_no_thread_and_no_socket_is_left_and_the_next_probe_answers()
            throws Exception {
        Calls calls = new Calls(AT_ONCE, Ticker.system());
        try (Stalling server = new Stalling()) {
            Probe hanging = Probe.all(Collections.nCopies(AT_ONCE, 0).stream()
                    .map(any -> Probes.http(server.uri("/hang"), Duration.ofSeconds(2)))
                    .toList());
            while (server.begun.get() < ANSWERS) {
                assertThat(hanging.ask(calls)).isInstanceOf(Answer.Unknown.class);
                Shell.await(() -> calls.abandoned() == 0 ? Optional.of(true) : Optional.empty());
            }
            assertThat(Probes.http(server.uri("/whole"), LONG).ask(calls)).isEqualTo(Answer.up("HTTP 200"));
            Shell.await(() -> server.left.get() == server.begun.get() ? Optional.of(true) : Optional.empty());
            Shell.await(() -> threads(server).isEmpty() ? Optional.of(true) : Optional.empty());
        }
    }

    private static List<String> threads(Stalling server) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(server.uri("/hang").toString()))
                .toList();
    }

    /** Says how long its answer is, and says half of it; or says it all. */
    private static final class Stalling implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, ANSWERS, InetAddress.getByName("127.0.0.1"));
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger();

        Stalling() throws IOException {
            Thread accepting = new Thread(this::accept, "stalling server");
            accepting.setDaemon(true);
            accepting.start();
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:%d%s".formatted(listening.getLocalPort(), path));
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    Thread answering = new Thread(() -> answer(socket), "stalling answer");
                    answering.setDaemon(true);
                    answering.start();
                }
            } catch (IOException e) {
                // the server was closed
            }
        }

        private void answer(Socket socket) {
            boolean hangs = false;
            try (socket) {
                InputStream in = socket.getInputStream();
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) in.read());
                }
                hangs = request.indexOf("/hang") >= 0;
                String answer = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nhalf".formatted(hangs ? 8 : 4);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                begun.addAndGet(hangs ? 1 : 0);
                in.transferTo(OutputStream.nullOutputStream()); // until the other side has gone
            } catch (IOException e) {
                // the other side has gone, in a hurry
            } finally {
                left.addAndGet(hangs ? 1 : 0);
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
