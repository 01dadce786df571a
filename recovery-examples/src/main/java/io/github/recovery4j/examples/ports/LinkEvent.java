package io.github.recovery4j.examples.ports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code ip -o monitor link}, which has no JSON:
 *
 * <pre>
 * 3: v0@v1: &lt;BROADCAST,MULTICAST,UP&gt; mtu 1500 qdisc noqueue state UP group default \    link/ether ca:a3:6d:65:1e:a0 …
 * Deleted 2: v1@NONE: &lt;BROADCAST,MULTICAST&gt; mtu 1400 qdisc noop state DOWN group default \    link/ether …
 * </pre>
 *
 * Only which link it is about is taken from it; what the link is like is asked in JSON.
 *
 * @param index the number of the link
 * @param name its name
 * @param deleted whether it is gone
 */
record LinkEvent(int index, String name, boolean deleted) {

    private static final Pattern LINE = Pattern.compile("(Deleted )?(\\d+): ([^:@\\s]+)[@:].*");

    /** Empty if the line says nothing of a link. */
    static Optional<LinkEvent> parse(String line) {
        Matcher found = LINE.matcher(line);
        return found.matches()
                ? Optional.of(new LinkEvent(Integer.parseInt(found.group(2)), found.group(3), found.group(1) != null))
                : Optional.empty();
    }
}
