package io.github.recovery4j.examples.ports;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.warm.Outside;
import io.github.recovery4j.warm.SyncLimit;
import io.github.recovery4j.warm.WarmDefinition;
import io.github.recovery4j.warm.WarmRestart;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

// [mirror]
/** Keeps a store as the kernel's links are. */
final class PortMirror implements AutoCloseable {

    private final LinkTable kernel;
    private final WarmRestart<String, Port> ports;
    private final LinkMonitor monitor;
    private final Map<Integer, String> names = new HashMap<>();

    PortMirror(Recovery recovery, LinkTable kernel, Outside<String, Port> store, SyncLimit limit)
            throws IOException, InterruptedException {
        this.kernel = kernel;
        this.ports = recovery.warmRestart(WarmDefinition.named("ports", String.class, Port.class, store)
                .limit(limit)); // its time passes from now on
        this.monitor = kernel.monitor(); // before the dump, so that nothing is missed between
    }

    /** Tells of all links there are. If that fails the end is not told, the timer ends the sync, and nothing is deleted. */
    void dump() throws IOException, InterruptedException {
        for (Link link : kernel.dump()) {
            refresh(link);
        }
    }

    /** Tells what changes, until this is closed. */
    void follow() throws IOException, InterruptedException {
        for (Optional<LinkEvent> event = monitor.next(); event.isPresent(); event = monitor.next()) {
            apply(event.get());
        }
    }

    private void apply(LinkEvent event) throws IOException, InterruptedException {
        if (event.deleted()) {
            names.remove(event.index());
            if (!names.containsValue(event.name())) { // or else there is another one of that name by now
                ports.remove(event.name());
            }
        } else {
            Optional<Link> now = kernel.find(event.name());
            if (now.isPresent()) { // or else another event follows, which says what became of it
                refresh(now.get());
            }
        }
    }

    private void refresh(Link link) {
        String before = names.put(link.index(), link.name());
        if (before != null && !before.equals(link.name())) {
            ports.remove(before); // it was renamed
        }
        ports.refresh(link.name(), link.port());
    }

    WarmRestart<String, Port> ports() {
        return ports;
    }

    @Override
    public void close() {
        monitor.close();
    }
}
// [mirror]
