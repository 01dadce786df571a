package io.github.recovery4j.examples.ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running {@code ip -o monitor link}. */
final class LinkMonitor implements AutoCloseable {

    private static final int TRIES = 500;
    private static final int PID = 2;
    private static final int GROUPS = 3;

    private final Process process;
    private final BufferedReader lines;

    private LinkMonitor(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static LinkMonitor start(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        LinkMonitor monitor = new LinkMonitor(process);
        try {
            monitor.awaitSubscription();
            return monitor;
        } catch (IOException | InterruptedException | RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    /** It says nothing when it has begun to listen, but the kernel has a list. */
    private void awaitSubscription() throws IOException, InterruptedException {
        for (int tried = 0; tried < TRIES && process.isAlive(); tried++) {
            if (isSubscribed()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IOException("ip monitor does not listen: " + (process.isAlive() ? "it hangs" : "it has ended"));
    }

    private boolean isSubscribed() throws IOException {
        Path sockets = Path.of("/proc", Long.toString(process.pid()), "net", "netlink");
        return Files.readAllLines(sockets).stream()
                .map(line -> line.trim().split("\\s+"))
                .anyMatch(fields -> fields.length > GROUPS
                        && fields[PID].equals(Long.toString(process.pid()))
                        && !fields[GROUPS].matches("0+"));
    }

    /** Waits for the next event; empty if there will be none. */
    Optional<LinkEvent> next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Optional<LinkEvent> event = LinkEvent.parse(line);
            if (event.isPresent()) {
                return event;
            }
        }
        return Optional.empty();
    }

    /** Ends it; whoever waits for an event gets none. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
