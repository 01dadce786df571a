package io.github.recovery4j.examples.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinkEventTest {

    @Test
    void lines_of_the_monitor_are_understood() {
        assertThat(LinkEvent.parse(
                        "3: v0@v1: <NO-CARRIER,UP> mtu 1500 qdisc noqueue state DOWN \\    link/ether ca:a3"))
                .contains(new LinkEvent(3, "v0", false));
        assertThat(LinkEvent.parse("Deleted 12: eth0.7@NONE: <BROADCAST> mtu 1400 qdisc noop state DOWN"))
                .contains(new LinkEvent(12, "eth0.7", true));
        assertThat(LinkEvent.parse("4: dummy0: <BROADCAST,NOARP> mtu 1500"))
                .contains(new LinkEvent(4, "dummy0", false));
        assertThat(LinkEvent.parse("    link/ether ca:a3:6d:65:1e:a0 brd ff:ff:ff:ff:ff:ff"))
                .isEmpty();
    }

    @Test
    void the_page_shows_the_code_that_is_tested() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/github/recovery4j/examples/ports/PortMirror.java"));
        assertThat(unindented(Files.readString(Path.of("../docs/warm-restart.md"))))
                .contains(unindented(source).split("// \\[mirror]")[1].strip());
    }

    private static String unindented(String text) {
        return Arrays.stream(text.split("\n")).map(String::strip).collect(Collectors.joining("\n"));
    }
}
