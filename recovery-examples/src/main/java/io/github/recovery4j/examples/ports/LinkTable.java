package io.github.recovery4j.examples.ports;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The links of a network namespace, by {@code ip} of iproute2. */
final class LinkTable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Command ip;

    /** The command line of {@code ip}; {@code nsenter … ip} looks into another namespace. */
    LinkTable(Command ip) {
        this.ip = ip;
    }

    /** All links; an answer only if it is whole. */
    List<Link> dump() throws IOException, InterruptedException {
        CommandResult result = ip.with("-j", "link").ask(TIMEOUT);
        if (!result.succeeded() || !result.out().complete()) {
            throw new IOException("ip could not list links: " + result.summary());
        }
        return parse(result.out().text());
    }

    /** One link; empty if it is gone, or has another name by now. */
    Optional<Link> find(String name) throws IOException, InterruptedException {
        return dump().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    private static List<Link> parse(String json) throws IOException {
        List<Link> links = new ArrayList<>();
        try {
            for (JsonNode each : JSON.readTree(json)) {
                links.add(link(each));
            }
        } catch (JacksonException e) {
            throw new IOException("ip printed something that is not understood: " + e.getMessage(), e);
        }
        return links;
    }

    private static Link link(JsonNode json) {
        boolean up = false;
        for (JsonNode flag : json.required("flags")) {
            up |= flag.asString().equals("UP");
        }
        String address = json.path("address").asString("");
        return new Link(
                json.required("ifindex").asInt(),
                json.required("ifname").asString(),
                new Port(address, json.required("mtu").asInt(), up));
    }

    /** Follows what happens from now on: when this returns, the kernel has it on its list. */
    LinkMonitor monitor() throws IOException, InterruptedException {
        return LinkMonitor.start(ip.with("-o", "monitor", "link").arguments());
    }
}
