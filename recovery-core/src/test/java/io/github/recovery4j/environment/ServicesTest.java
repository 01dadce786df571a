package io.github.recovery4j.environment;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.NobodyListens;
import io.github.recovery4j.probe.Probes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Services that live on their own, on real servers. */
class ServicesTest {

    @Test
    void services_are_present_in_the_state_that_their_probes_tell() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        http.createContext("/mainnet", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        http.start();
        try (ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                Socket taken = NobodyListens.on()) {
            AtomicInteger port = new AtomicInteger(tcp.getLocalPort());
            Environment services = Environment.services(network -> Map.of(
                    "el", Probes.tcp("127.0.0.1", port.get(), LONG),
                    "cl",
                            Probes.http(
                                    URI.create("http://127.0.0.1:%d/%s"
                                            .formatted(http.getAddress().getPort(), network)),
                                    LONG)));
            assertThat(services(services).get("el").state()).isInstanceOf(Answer.Up.class);
            assertThat(services(services).get("cl").state()).isEqualTo(Answer.up("HTTP 200"));
            status.set(503);
            port.set(taken.getLocalPort());
            assertThat(services(services).get("el").state()).isInstanceOf(Answer.Down.class);
            assertThat(services(services).get("cl").state()).isEqualTo(Answer.down("HTTP 503"));
            services.dispose("mainnet");
        } finally {
            http.stop(0);
        }
    }

    private static Map<String, Service> services(Environment environment) throws Exception {
        return ((Inspection.Present) environment.inspect("mainnet")).services();
    }
}
