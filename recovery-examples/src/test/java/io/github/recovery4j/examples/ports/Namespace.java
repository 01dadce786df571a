package io.github.recovery4j.examples.ports;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A network namespace of its own, which goes with the process that holds it. */
final class Namespace implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<List<String>> WAYS =
            List.of(List.of("--net"), List.of("--user", "--map-root-user", "--net"));

    private final Process holder;
    private final Command ip;

    private Namespace(Process holder, Command ip) {
        this.holder = holder;
        this.ip = ip;
    }

    /** Skips the test, and says why, where namespaces are not permitted or a program is missing. */
    static Namespace open() throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (List<String> way : WAYS) {
            Optional<Namespace> opened = open(way, reasons);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        Assumptions.abort("No network namespace, so links are not tested here: " + reasons);
        throw new AssertionError("not reached");
    }

    private static Optional<Namespace> open(List<String> way, List<String> reasons)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("unshare"));
        words.addAll(way);
        words.addAll(List.of("sleep", "300"));
        Process holder;
        try {
            holder = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            reasons.add(e.getMessage());
            return Optional.empty();
        }
        Command enter = Command.of("nsenter", "--target", Long.toString(holder.pid()), "--net");
        if (way.contains("--user")) {
            enter = enter.with("--user", "--preserve-credentials");
        }
        Namespace namespace = new Namespace(holder, enter.with("ip"));
        Optional<String> reason = namespace.awaitUsable(way);
        if (reason.isPresent()) {
            reasons.add(reason.get());
            namespace.close();
            return Optional.empty();
        }
        return Optional.of(namespace);
    }

    /** Why it cannot be used; empty if it can. */
    private Optional<String> awaitUsable(List<String> way) throws InterruptedException {
        Path command = Path.of("/proc", Long.toString(holder.pid()), "comm");
        try {
            for (int tried = 0; tried < 500 && holder.isAlive(); tried++) {
                if (Files.readString(command).strip().equals("sleep")) {
                    CommandResult made = ip.with("link", "add", "v0", "type", "veth", "peer", "name", "v1")
                            .execute(TIMEOUT);
                    return made.succeeded() ? Optional.empty() : Optional.of(way + ": " + made.summary());
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException e) {
            return Optional.of(way + ": " + e.getMessage());
        }
        return Optional.of(way + ": unshare ended, or did not begin");
    }

    LinkTable links() {
        return new LinkTable(ip);
    }

    void ip(String... words) throws IOException, InterruptedException {
        CommandResult result = ip.with(words).execute(TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException(result.summary());
        }
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
