package io.github.recovery4j.probe;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.Output;
import io.github.recovery4j.process.ProcessId;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Ready-made probes. Every other question makes one by {@link Probe#of}. */
public final class Probes {

    /** What a command itself answers. Those above are said about it: not found, not executable, timed out, killed. */
    private static final int HIGHEST_OWN_CODE = 123;

    private Probes() {}

    /**
     * {@return whether somebody listens on a port: down if the connection is refused; unknown if it times out, if the host
     * cannot be found or reached}
     *
     * @param host its name or address
     * @param port its port
     * @param timeout when there is an answer at the latest
     */
    public static Probe tcp(String host, int port, Duration timeout) {
        return Probe.of("%s:%d".formatted(host, port), timeout, new Tcp(host, port, timeout));
    }

    /**
     * {@return whether a service replies with a status of 2xx; down if it replies with another one, or refuses the
     * connection}
     *
     * @param uri what to GET, directly and without following redirects
     * @param timeout when there is an answer at the latest
     */
    public static Probe http(URI uri, Duration timeout) {
        return http(uri, timeout, reply -> reply.upIf(reply.status() / 100 == 2));
    }

    /**
     * {@return what a service replies, as you judge it; down if it refuses the connection}
     *
     * @param uri what to GET, directly and without following redirects
     * @param timeout when there is an answer at the latest, with the body
     * @param judge tells what a reply means, whatever its status; see {@link HttpReply#upIf}
     */
    public static Probe http(URI uri, Duration timeout, Function<HttpReply, Answer> judge) {
        return Probe.of(uri.toString(), timeout, new Http(uri, timeout, judge));
    }

    /**
     * {@return whether a command succeeds: up with exit code 0, down with 1 to 123; unknown with any other, which tell by
     * convention that it was not found, that it timed out, or that a signal killed it; unknown if it cannot be started}
     *
     * @param command what to run
     * @param timeout when there is an answer at the latest; then everything it started is killed
     */
    public static Probe exec(Command command, Duration timeout) {
        return Probe.of(command.toString(), timeout, () -> byExitCode(command.ask(timeout)));
    }

    /**
     * {@return how a command ended, as you judge it; unknown if it cannot be started or a signal killed it, and if you judge
     * it to be down by an output that is not complete}
     *
     * @param command what to run
     * @param timeout when there is an answer at the latest; then everything it started is killed
     * @param judge tells what an end means, whatever its exit code
     */
    public static Probe exec(Command command, Duration timeout, Function<CommandResult, Answer> judge) {
        return Probe.of(command.toString(), timeout, () -> {
            CommandResult result = command.ask(timeout);
            return result.killed() ? Answer.unknown(result.summary()) : doubtIfCut(result, judge.apply(result));
        });
    }

    /** What was looked for in vain may be in what was not kept. */
    private static Answer doubtIfCut(CommandResult result, Answer answer) {
        boolean whole = result.out().complete() && result.err().complete();
        return whole || !(answer instanceof Answer.Down)
                ? answer
                : Answer.unknown("%s, but it wrote more than %d bytes".formatted(answer.reason(), Output.MOST_BYTES));
    }

    private static Answer byExitCode(CommandResult result) {
        return result.exitCode() > HIGHEST_OWN_CODE
                ? Answer.unknown(result.summary())
                : Answer.of(result.succeeded(), result.summary());
    }

    /**
     * {@return whether a process is alive, and is still the same}
     *
     * @param process its number and the time of its start
     * @param timeout when there is an answer at the latest
     */
    public static Probe process(ProcessId process, Duration timeout) {
        return Probe.of(
                process.toString(), timeout, () -> process.isAlive() ? Answer.up("alive") : Answer.down("has ended"));
    }

    /**
     * {@return whether there is a file or directory of that name}
     *
     * @param path its name; links are followed
     * @param timeout when there is an answer at the latest: a network share may hang
     */
    public static Probe exists(Path path, Duration timeout) {
        return Probe.of(path.toString(), timeout, () -> {
            try {
                path.getFileSystem().provider().checkAccess(path);
                return Answer.up("exists");
            } catch (NoSuchFileException e) {
                return Answer.down("does not exist");
            }
        });
    }

    /**
     * {@return whether a file can be read; found out by reading}
     *
     * @param path its name; links are followed
     * @param timeout when there is an answer at the latest: a network share may hang
     */
    public static Probe readable(Path path, Duration timeout) {
        return Probe.of(path.toString(), timeout, () -> {
            try (var in = Files.newInputStream(path)) {
                return Answer.up(in.read() < 0 ? "readable, empty" : "readable");
            } catch (NoSuchFileException e) {
                return Answer.down("does not exist");
            } catch (AccessDeniedException e) {
                return Answer.down("may not be read");
            }
        });
    }

    /**
     * {@return whether there is room on a disk}
     *
     * @param path a file or directory on it
     * @param bytes how much, for this process
     * @param timeout when there is an answer at the latest: a network share may hang
     */
    public static Probe freeSpace(Path path, long bytes, Duration timeout) {
        return Probe.of(path.toString(), timeout, () -> {
            long free = Files.getFileStore(path).getUsableSpace();
            return Answer.of(free >= bytes, "%d bytes free, %d wanted".formatted(free, bytes));
        });
    }

    /**
     * {@return whether enough of a disk is free, for this process}
     *
     * @param path a file or directory on it
     * @param share how much of it may be in use, from 0 to 1; of what is in use and what this process may use, as {@code df}
     *     tells: what is reserved for others is neither
     * @param timeout when there is an answer at the latest: a network share may hang
     */
    public static Probe diskUsage(Path path, double share, Duration timeout) {
        return Probe.of(path.toString(), timeout, () -> {
            FileStore store = Files.getFileStore(path);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            return new Usage("the disk of " + path, used, used + store.getUsableSpace()).atMost(share);
        });
    }

    /**
     * {@return whether enough memory is free: of the system, or of the control group (version 2) of this process if that is
     * fuller; unknown on systems other than Linux}
     *
     * @param share how much of it may be in use, from 0 to 1
     * @param timeout when there is an answer at the latest
     */
    public static Probe memory(double share, Duration timeout) {
        return Probe.of("memory", timeout, () -> Memory.ofThisSystem().usage().atMost(share));
    }

    /**
     * {@return whether enough of the heap of this JVM is free, not counting what the next garbage collection will find: what
     * was live after the newest one counts}
     *
     * @param share how much of it may be in use, from 0 to 1
     * @param timeout when there is an answer at the latest
     */
    public static Probe heap(double share, Duration timeout) {
        return Probe.of("heap", timeout, () -> Memory.heap().atMost(share));
    }
}
