package io.github.recovery4j.examples.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.probe.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodePairTest {

    private static final String EL = "el-1-geth-teku";
    private static final String CL = "cl-1-teku-geth";
    private static final Service NOWHERE = Service.of(Answer.up(""));

    private HttpServer el;
    private HttpServer cl;

    @BeforeEach
    void startNodes() throws IOException {
        el = SimulatedNode.serve(SimulatedNode.Kind.EXECUTION, Duration.ZERO, 0);
        cl = SimulatedNode.serve(SimulatedNode.Kind.CONSENSUS, Duration.ofHours(1), 0);
    }

    @AfterEach
    void stopNodes() {
        el.stop(0);
        cl.stop(0);
    }

    @Test
    void both_are_asked_where_the_environment_says_they_are_and_one_is_not_enough() throws Exception {
        NodePair pair = pair(new Inspection.Present(Map.of(EL, at(el, "rpc"), CL, at(cl, "http"))));
        assertThat(pair.look().execution().syncing()).isFalse();
        assertThat(pair.look().consensus().syncing()).isTrue();
        assertThat(pair.look().inSync()).isFalse();
        SyncHome.finish(address(cl));
        assertThat(pair.look().inSync()).isTrue();
    }

    @Test
    void only_what_the_environment_is_certain_of_is_gone() {
        Service down = Service.of(Answer.down("STOPPED"));
        for (Inspection gone : List.of(
                new Inspection.Absent("no such enclave"),
                new Inspection.Present(Answer.down("STOPPED"), Map.of(EL, at(el, "rpc"), CL, at(cl, "http"))),
                new Inspection.Present(Map.of(EL, at(el, "rpc"))),
                new Inspection.Present(Map.of(EL, down, CL, at(cl, "http"))))) {
            assertThatThrownBy(() -> pair(gone).look())
                    .as(gone.toString())
                    .isInstanceOf(EnvironmentCrashedException.class);
        }
    }

    @Test
    void what_cannot_be_told_is_to_be_asked_again() {
        el.stop(0);
        for (Inspection doubt : List.of(
                new Inspection.Unknown("engine down"),
                new Inspection.Present(Answer.unknown("PAUSED"), Map.of()),
                new Inspection.Present(Map.of(EL, NOWHERE, CL, NOWHERE)),
                new Inspection.Present(Map.of(EL, at(el, "rpc"), CL, at(cl, "http"))))) {
            assertThatThrownBy(() -> pair(doubt).look()).as(doubt.toString()).isInstanceOf(IOException.class);
        }
    }

    private static Service at(HttpServer node, String endpoint) {
        return new Service(Answer.up(""), Map.of(endpoint, address(node).getAuthority()));
    }

    private static URI address(HttpServer node) {
        return URI.create("http://127.0.0.1:" + node.getAddress().getPort());
    }

    private static NodePair pair(Inspection seen) {
        SyncConfig config = new SyncConfig(
                "mainnet",
                new SyncConfig.Client("geth", "", List.of()),
                new SyncConfig.Client("teku", "", List.of()),
                Place.PROCESSES,
                "sync",
                Map.of());
        return new NodePair(
                new Environment() {
                    @Override
                    public Inspection inspect(String name) {
                        return seen;
                    }

                    @Override
                    public void dispose(String name) {
                        throw new AssertionError("nobody asked for that");
                    }
                },
                new NodeClient(),
                config);
    }
}
