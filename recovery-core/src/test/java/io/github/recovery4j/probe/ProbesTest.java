package io.github.recovery4j.probe;

import static io.github.recovery4j.process.Shell.LONG;
import static io.github.recovery4j.process.Shell.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.Shell;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready-made probes, on real sockets, servers, processes and files. */
@Timeout(240)
class ProbesTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @Test
    void a_port_is_up_if_somebody_listens() throws Exception {
        try (ServerSocket server = listening(50)) {
            assertThat(Probes.tcp("127.0.0.1", server.getLocalPort(), LONG).ask())
                    .isEqualTo(Answer.up("connected to 127.0.0.1:" + server.getLocalPort()));
        }
        try (Socket taken = NobodyListens.on()) {
            assertThat(Probes.tcp("127.0.0.1", taken.getLocalPort(), LONG).ask())
                    .isEqualTo(Answer.down("connection to 127.0.0.1:" + taken.getLocalPort() + " refused"));
        }
    }

    @Test
    void who_is_connected_to_itself_has_found_nobody() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.bind(new InetSocketAddress("127.0.0.1", 0)).connect(channel.getLocalAddress());
            assertThat(Tcp.isItself(channel)).isTrue();
        }
        try (ServerSocket server = listening(50);
                SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress())) {
            assertThat(Tcp.isItself(channel)).isFalse();
        }
    }

    @Test
    void a_port_whose_queue_is_full_is_unknown() throws Exception {
        try (ServerSocket server = listening(1);
                Socket first = new Socket();
                Socket second = new Socket();
                Socket third = new Socket()) {
            for (Socket waiting : List.of(first, second, third)) {
                connectIfPossible(waiting, server);
            }
            assertThat(Probes.tcp("127.0.0.1", server.getLocalPort(), SHORT).ask())
                    .isInstanceOf(Answer.Unknown.class);
        }
    }

    @Test
    void who_waits_for_a_port_leaves_when_the_time_is_over() throws Exception {
        Calls calls = new Calls(1, Ticker.system());
        try (ServerSocket server = listening(1);
                Socket first = new Socket();
                Socket second = new Socket();
                Socket third = new Socket()) {
            for (Socket waiting : List.of(first, second, third)) {
                connectIfPossible(waiting, server);
            }
            Probe probe = Probes.tcp("127.0.0.1", server.getLocalPort(), Duration.ofSeconds(3));
            assertThat(probe.ask(calls)).isInstanceOf(Answer.Unknown.class);
            assertThat(Shell.await(() -> Optional.of(calls.abandoned()).filter(abandoned -> abandoned == 0)))
                    .as("it leaves, though the port never answers")
                    .isZero();
        }
    }

    @Test
    void of_a_host_with_several_addresses_one_that_listens_is_enough_and_all_have_to_refuse() throws Exception {
        InetAddress[] addresses = {
            InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3"), InetAddress.getByName("127.0.0.1")
        };
        try (ServerSocket server = listening(50);
                Socket nobody = NobodyListens.on()) {
            int up = server.getLocalPort();
            int down = nobody.getLocalPort();
            assertThat(new Tcp("node", up, LONG, host -> addresses).ask())
                    .isEqualTo(Answer.up("connected to node:" + up));
            assertThat(new Tcp("node", down, LONG, host -> addresses).ask())
                    .isEqualTo(Answer.down("connection to node:" + down + " refused"));
        }
    }

    @Test
    void an_address_that_does_not_answer_takes_no_time_from_the_next_and_leaves_a_doubt() throws Exception {
        try (ServerSocket server = listening(1);
                Socket first = new Socket();
                Socket second = new Socket();
                Socket third = new Socket();
                ServerSocket other = new ServerSocket(server.getLocalPort(), 50, InetAddress.getByName("127.0.0.2"))) {
            for (Socket waiting : List.of(first, second, third)) {
                connectIfPossible(waiting, server);
            }
            InetAddress[] addresses = {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")};
            Tcp tcp = new Tcp("node", server.getLocalPort(), Duration.ofSeconds(4), host -> addresses);
            assertThat(tcp.ask()).isInstanceOf(Answer.Up.class);
            other.close();
            assertThatThrownBy(tcp::ask).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_timeout_of_months_is_as_good_as_any() throws Exception {
        try (ServerSocket server = listening(50);
                Server http = new Server(200, "hello")) {
            for (Duration timeout : List.of(Duration.ofDays(60), ChronoUnit.FOREVER.getDuration())) {
                assertThat(Probes.tcp("127.0.0.1", server.getLocalPort(), timeout)
                                .ask())
                        .isInstanceOf(Answer.Up.class);
                assertThat(Probes.http(http.uri(), timeout).ask()).isInstanceOf(Answer.Up.class);
            }
        }
    }

    private static void connectIfPossible(Socket socket, ServerSocket server) {
        try {
            socket.connect(server.getLocalSocketAddress(), 100);
        } catch (IOException e) {
            // the queue is full: as wanted
        }
    }

    @Test
    void a_host_that_cannot_be_found_is_unknown() throws Exception {
        assertThat(Probes.tcp("no-such-host.invalid", 80, LONG).ask()).isInstanceOf(Answer.Unknown.class);
        assertThat(Probes.http(URI.create("http://no-such-host.invalid/"), LONG).ask())
                .isInstanceOf(Answer.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"200,Up", "204,Up", "301,Down", "404,Down", "503,Down"})
    void a_service_is_up_with_a_status_of_2xx(int status, String answer) throws Exception {
        try (Server server = new Server(status, "hello")) {
            assertThat(Probes.http(server.uri(), LONG).ask().getClass().getSimpleName())
                    .isEqualTo(answer);
        }
    }

    @Test
    void a_body_can_be_judged() throws Exception {
        try (Server server = new Server(200, "{\"syncing\":false}")) {
            Probe synced = Probes.http(
                    server.uri(),
                    LONG,
                    reply -> reply.upIf(reply.status() == 200 && reply.body().contains("\"syncing\":true")));
            assertThat(synced.ask()).isEqualTo(Answer.down("HTTP 200: {\"syncing\":false}"));
        }
    }

    @Test
    void of_an_endless_body_the_beginning_is_read_and_what_is_not_in_it_is_unknown() throws Exception {
        try (Server server = Server.endless()) {
            Probe probe = Probes.http(
                    server.uri(), LONG, reply -> reply.upIf(reply.body().contains("needle")));
            assertThat(probe.ask()).isInstanceOf(Answer.Unknown.class);
            assertThat(Probes.http(server.uri(), LONG).ask()).isInstanceOf(Answer.Up.class);
        }
    }

    @Test
    void a_service_that_refuses_is_down_and_one_that_hangs_is_unknown() throws Exception {
        try (ServerSocket silent = listening(50);
                Socket taken = NobodyListens.on()) {
            assertThat(Probes.http(URI.create("http://127.0.0.1:" + silent.getLocalPort()), SHORT)
                            .ask())
                    .isInstanceOf(Answer.Unknown.class);
            assertThat(Probes.http(URI.create("http://127.0.0.1:" + taken.getLocalPort()), LONG)
                            .ask())
                    .isInstanceOf(Answer.Down.class);
        }
    }

    @Test
    void a_service_that_talks_something_else_is_unknown() throws Exception {
        try (ServerSocket server = listening(50)) {
            Thread greeting = new Thread(() -> greet(server));
            greeting.start();
            assertThat(Probes.http(URI.create("http://127.0.0.1:" + server.getLocalPort()), LONG)
                            .ask())
                    .isInstanceOf(Answer.Unknown.class);
        }
    }

    private static void greet(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("220 mail.example ready\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // the server was closed
        }
    }

    @ParameterizedTest
    @CsvSource({"0,Up", "1,Down", "123,Down", "124,Unknown", "126,Unknown", "127,Unknown", "137,Unknown", "255,Unknown"
    })
    void a_command_is_judged_by_its_exit_code(int code, String answer) throws Exception {
        assertThat(Probes.exec(script("exit " + code), LONG).ask().getClass().getSimpleName())
                .isEqualTo(answer);
    }

    @Test
    void a_command_can_be_judged_by_what_it_says_whatever_the_colours_and_the_noise() throws Exception {
        String noisy = "head -c 1000000 /dev/zero | tr '\\0' '#' >&2; printf '\\033[1;32mRUNNING\\033[0m\\n'";
        Probe probe = Probes.exec(
                script(noisy),
                LONG,
                result -> Answer.of(
                        result.out().text().equals("RUNNING\n"), result.out().lastLine()));
        assertThat(probe.ask()).isEqualTo(Answer.up("RUNNING"));
    }

    @Test
    void what_was_not_found_in_an_output_that_is_not_whole_is_unknown() throws Exception {
        Command much = script("head -c 5000000 /dev/zero | tr '\\0' y; echo RUNNING");
        Probe probe =
                Probes.exec(much, LONG, result -> Answer.of(result.out().text().contains("RUNNING"), "looked for"));
        assertThat(probe.ask()).isEqualTo(Answer.unknown("looked for, but it wrote more than 4194304 bytes"));
        assertThat(Probes.exec(much, LONG).ask()).isInstanceOf(Answer.Up.class);
        assertThat(Probes.exec(much, LONG, result -> Answer.of(result.succeeded(), ""))
                        .ask())
                .isInstanceOf(Answer.Up.class);
    }

    @Test
    void an_exit_code_above_all_signals_can_be_judged() throws Exception {
        Probe probe =
                Probes.exec(script("exit 255"), LONG, result -> Answer.of(result.exitCode() != 255, "no connection"));
        assertThat(probe.ask()).isEqualTo(Answer.down("no connection"));
    }

    @Test
    void a_killed_command_is_unknown_whatever_it_said() throws Exception {
        Probe probe = Probes.exec(script("echo up; kill -9 $$"), LONG, result -> Answer.up("judged"));
        assertThat(probe.ask()).isEqualTo(Answer.unknown("killed by signal 9, up"));
    }

    @Test
    void a_command_that_hangs_is_unknown_and_leaves_nothing() throws Exception {
        Path started = directory.resolve("started");
        String hanging = "trap '' TERM; echo $$ >> \"$1\"; sleep 1000 & wait; sleep 1000";
        assertThat(Probes.exec(script(hanging, started.toString()), Duration.ofSeconds(2))
                        .ask())
                .isEqualTo(Answer.unknown("no answer within PT2S"));
        Shell.assertGone(Shell.pids(started, 1));
    }

    @Test
    void a_command_that_cannot_be_started_is_unknown() throws Exception {
        assertThat(Probes.exec(Command.of("no-such-program"), LONG).ask()).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void a_process_is_up_until_it_has_ended() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        ProcessId id = ProcessId.of(process.toHandle());
        assertThat(Probes.process(id, LONG).ask()).isEqualTo(Answer.up("alive"));
        process.destroyForcibly().waitFor();
        assertThat(Probes.process(id, LONG).ask()).isEqualTo(Answer.down("has ended"));
        ProcessId other =
                new ProcessId(ProcessHandle.current().pid(), id.startedAt().minusSeconds(86_400));
        assertThat(Probes.process(other, LONG).ask()).isInstanceOf(Answer.Down.class);
    }

    @Test
    void files_are_looked_for_and_read() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Path missing = directory.resolve("missing");
        assertThat(Probes.exists(file, LONG).ask()).isInstanceOf(Answer.Up.class);
        assertThat(Probes.exists(missing, LONG).ask()).isEqualTo(Answer.down("does not exist"));
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        assertThat(Probes.exists(loop, LONG).ask()).isInstanceOf(Answer.Unknown.class);
        assertThat(Probes.readable(file, LONG).ask()).isEqualTo(Answer.up("readable"));
        assertThat(Probes.readable(missing, LONG).ask()).isInstanceOf(Answer.Down.class);
    }

    @Test
    void reading_a_pipe_that_nobody_writes_is_unknown() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(Command.of("mkfifo", pipe.toString()).execute(LONG).succeeded())
                .isTrue();
        assertThat(Probes.readable(pipe, SHORT).ask()).isInstanceOf(Answer.Unknown.class);
        assertThat(script("echo x > \"$1\"", pipe.toString()).execute(LONG).succeeded())
                .as("lets the thread go that was left alone")
                .isTrue();
    }

    @Test
    void room_on_a_disk_is_measured() throws Exception {
        assertThat(Probes.freeSpace(directory, 1, LONG).ask()).isInstanceOf(Answer.Up.class);
        assertThat(Probes.freeSpace(directory, Long.MAX_VALUE, LONG).ask()).isInstanceOf(Answer.Down.class);
        assertThat(Probes.freeSpace(directory.resolve("missing"), 1, LONG).ask())
                .isInstanceOf(Answer.Unknown.class);
    }

    private static ServerSocket listening(int queue) throws IOException {
        return new ServerSocket(0, queue, InetAddress.getByName("127.0.0.1"));
    }

    /** Gives one reply to everything. */
    private static final class Server implements AutoCloseable {

        private final HttpServer server;

        private Server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", handler);
            server.start();
        }

        Server(int status, String body) throws IOException {
            this(exchange -> {
                byte[] bytes = status == 204 ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
        }

        static Server endless() throws IOException {
            return new Server(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] noise = "hay ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
                try (exchange) {
                    while (true) {
                        exchange.getResponseBody().write(noise); // until nobody reads any more
                    }
                }
            });
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
