package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Environments of processes of this machine. They outlive the process that started them, which leaves in a directory by what
 * a later one finds them:
 *
 * <pre>
 * {environment}/mark             one line; in the environment of all its processes, and older than each of them
 * {environment}/{service}.json   {"pid":4711,"startedAt":"2026-11-21T09:00:00.120Z","endpoints":{"rpc":"127.0.0.1:8545"}}
 * {environment}/{service}.log    what the service writes
 * </pre>
 *
 * Invariants:
 * (1) The mark is there before the first process is started, so a process whose number was not recorded, as its starter was
 * killed, is found by the mark, on Linux.
 * (2) A record is written under another name and renamed, so it is whole.
 * (3) The directory of an environment is removed after its processes have ended.
 *
 * <p>An environment is absent if it has no directory. One whose processes have all ended, for instance as the machine was
 * restarted, is there, and its services are down.
 */
public final class Processes implements Environment {

    private static final String MARK = "mark";
    private static final String RECORD = ".json";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path directory;
    private final Duration grace;

    /** With another time than ten seconds for processes to end by themselves. */
    Processes(Path directory, Duration grace) {
        this.directory = directory;
        this.grace = grace;
    }

    /**
     * {@return the environments that are recorded in a directory}
     *
     * @param directory where; created with the first environment
     */
    public static Processes in(Path directory) {
        return new Processes(directory, GRACE);
    }

    /**
     * Starts a service, in an environment that is made if there is none of that name. A service of the same name that has
     * ended is replaced.
     *
     * @param environment the name of the environment: letters, digits, {@code _}, {@code .} and {@code -}
     * @param service the name of the service, of the same characters
     * @param command its program; started with {@code setsid} it survives a Ctrl-C in the terminal of this process
     * @param endpoints where it can be reached, by name, for those who inspect the environment
     * @return its process
     * @throws IOException if it cannot be started or recorded, or there is one that is alive
     */
    public ProcessId start(String environment, String service, Command command, Map<String, String> endpoints)
            throws IOException {
        Path home = home(environment);
        Path record = home.resolve(checked(service) + RECORD);
        Files.createDirectories(home);
        if (Files.exists(record) && ProcessRecord.read(record).process().isAlive()) {
            throw new IOException(
                    "Service '%s' of environment '%s' is running already".formatted(service, environment));
        }
        ProcessId process = command.marked(mark(home)).launch(home.resolve(service + ".log"));
        new ProcessRecord(process, endpoints).write(record);
        return process;
    }

    private static ProcessMark mark(Path home) throws IOException {
        Optional<ProcessMark> known = knownMark(home);
        if (known.isPresent()) {
            return known.get();
        }
        ProcessMark mark = ProcessMark.create();
        ProcessRecord.replace(home.resolve(MARK), mark.text() + "\n");
        return mark;
    }

    private static Optional<ProcessMark> knownMark(Path home) throws IOException {
        try {
            return Optional.of(
                    new ProcessMark(Files.readString(home.resolve(MARK)).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Inspection inspect(String name) throws IOException {
        Map<String, Service> services = new TreeMap<>();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(home(name), "*" + RECORD)) {
            for (Path record : records) {
                String file = record.getFileName().toString();
                services.put(file.substring(0, file.length() - RECORD.length()), service(record));
            }
        } catch (NoSuchFileException e) {
            return new Inspection.Absent("nothing was started under that name");
        }
        return new Inspection.Present(services);
    }

    private static Service service(Path file) throws IOException {
        ProcessRecord record = ProcessRecord.read(file);
        return new Service(state(record.process()), record.endpoints());
    }

    private static Answer state(ProcessId process) {
        try {
            return process.isAlive()
                    ? Answer.up("process " + process.pid())
                    : Answer.down("process %d has ended".formatted(process.pid()));
        } catch (IOException e) {
            return Answer.unknown(String.valueOf(e.getMessage()));
        }
    }

    /** Ends all processes of the environment and what they started, asking first, and removes its directory. */
    @Override
    public void dispose(String name) throws IOException, InterruptedException {
        Path home = home(name);
        try (DirectoryStream<Path> records = Files.newDirectoryStream(home, "*" + RECORD)) {
            Optional<ProcessMark> mark = knownMark(home);
            if (mark.isPresent()) {
                mark.get().stop(grace);
            }
            for (Path record : records) {
                ProcessRecord.read(record).process().stop(grace);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        delete(home);
    }

    /** The mark comes last: as long as there is anything else, it is known by what to find the processes. */
    private static void delete(Path home) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, file -> !file.endsWith(MARK))) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (NotDirectoryException e) {
            throw new IOException(home + " is no directory, and was left alone", e);
        }
        Files.deleteIfExists(home.resolve(MARK));
        Files.delete(home);
    }

    private Path home(String environment) {
        return directory.resolve(checked(environment));
    }

    private static String checked(String name) {
        if (!name.matches("\\w[\\w.-]*")) {
            throw new IllegalArgumentException(
                    "A name of processes consists of letters, digits, _, . and -, not of '%s'".formatted(name));
        }
        return name;
    }
}
