package io.github.recovery4j.environment;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.DurableDirectory;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.io.InterruptedIOException;
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
 * .lock                          empty; whoever starts or disposes has locked a byte of it
 * {environment}/mark             {"host":"build-7","mark":"RECOVERY4J_5d0c…"}; the mark is in the environment of all its
 *                                processes, and older than each of them
 * {environment}/{service}.json   {"boot":"0f6f…","endpoints":{"rpc":"127.0.0.1:8545"},"pid":4711,
 *                                "startedAt":"2026-11-21T09:00:00.120Z"}
 * {environment}/{service}.log    what the service writes
 * </pre>
 *
 * Invariants:
 * (1) The mark is there, and durable, before the first process is started, so a process whose number was not recorded, as its
 * starter was killed, is found by the mark, on Linux.
 * (2) A file is written under another name, synced and renamed, so it is whole.
 * (3) The directory of an environment is removed after its processes have ended, and the mark as the last file in it.
 * (4) One at a time starts something in an environment, or disposes of it, of all threads and processes of the machine.
 *
 * <p>An environment is absent if it has no directory. One whose processes have all ended is there, and its services are down;
 * so are those that were started before the machine was. One that was started on another machine, which shares the directory,
 * is unknown here: a number of a process means nothing elsewhere.
 */
public final class Processes implements Environment {

    private static final String LOCKS = ".lock";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Disk disk = Disk.local();
    private final Path directory;
    private final Duration grace;
    private final Optional<Machine> elsewhere;

    private Processes(Path directory, Duration grace, Optional<Machine> elsewhere) {
        this.directory = directory;
        this.grace = grace;
        this.elsewhere = elsewhere;
    }

    /** With another time than ten seconds for processes to end by themselves. */
    Processes(Path directory, Duration grace) {
        this(directory, grace, Optional.empty());
    }

    /**
     * {@return the environments that are recorded in a directory}
     *
     * @param directory where; created with the first environment
     */
    public static Processes in(Path directory) {
        return new Processes(directory, GRACE);
    }

    /** The same directory, as another machine sees it, or this one after another start. */
    Processes on(Machine machine) {
        return new Processes(directory, grace, Optional.of(machine));
    }

    private Machine here() throws IOException {
        return elsewhere.isPresent() ? elsewhere.get() : Machine.current();
    }

    /**
     * Starts a service, in an environment that is made if there is none of that name. A service of the same name that has
     * ended is replaced. Whoever starts or disposes of something in the same environment is waited for, for a minute.
     *
     * @param environment the name of the environment: letters, digits, {@code _}, {@code .} and {@code -}
     * @param service the name of the service, of the same characters
     * @param command its program; started with {@code setsid} it survives a Ctrl-C in the terminal of this process
     * @param endpoints where it can be reached, by name, for those who inspect the environment
     * @return its process
     * @throws InterruptedIOException if the thread is interrupted while it waits for others; the interrupt is kept
     * @throws IOException if it cannot be started or recorded, there is one that is alive, or the environment is of another
     *     machine
     */
    public ProcessId start(String environment, String service, Command command, Map<String, String> endpoints)
            throws IOException {
        ProcessHome home = home(environment);
        checked(service);
        Machine here = here();
        try (Turn turn = turn(environment)) {
            ProcessMark mark = origin(home, here).mark();
            Optional<Answer> earlier = home.find(service).map(record -> state(record, here));
            if (earlier.isPresent() && !(earlier.get() instanceof Answer.Down)) {
                throw new IOException("Service '%s' of environment '%s' is running already (%s)"
                        .formatted(service, environment, earlier.get()));
            }
            ProcessId process = command.marked(mark).launch(home.log(service));
            home.record(service, new ProcessHome.Started(process, here.boot(), endpoints));
            return process;
        }
    }

    private static ProcessHome.Origin origin(ProcessHome home, Machine here) throws IOException {
        Optional<ProcessHome.Origin> known = home.origin();
        if (known.isPresent()) {
            return ofThisMachine(home, known.get(), here);
        }
        ProcessHome.Origin origin = new ProcessHome.Origin(ProcessMark.create(), here.host());
        home.begin(origin);
        return origin;
    }

    private static ProcessHome.Origin ofThisMachine(ProcessHome home, ProcessHome.Origin origin, Machine here)
            throws IOException {
        if (!origin.host().equals(here.host())) {
            throw new IOException("what %s tells of was started on machine %s; this is %s, which cannot tell"
                    .formatted(home, origin.host(), here.host()));
        }
        return origin;
    }

    @Override
    public Inspection inspect(String name) throws IOException {
        ProcessHome home = home(name);
        Optional<ProcessHome.Origin> origin = home.origin();
        if (origin.isEmpty()) {
            return new Inspection.Absent("nothing was started under that name");
        }
        Machine here = here();
        ofThisMachine(home, origin.get(), here);
        Map<String, Service> services = new TreeMap<>();
        for (String service : home.services()) {
            home.find(service)
                    .ifPresent(record -> services.put(service, new Service(state(record, here), record.endpoints())));
        }
        return new Inspection.Present(services);
    }

    private static Answer state(ProcessHome.Started record, Machine here) {
        ProcessId process = record.process();
        if (!record.boot().equals(here.boot())) {
            return Answer.down(
                    "process %d has ended with its machine, which was started again".formatted(process.pid()));
        }
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
        ProcessHome home = home(name);
        if (disk.identity(directory.resolve(name)).isEmpty()) {
            return;
        }
        Machine here = here();
        try (Turn turn = turn(name)) {
            Optional<ProcessHome.Origin> origin = home.origin();
            if (origin.isPresent()) {
                ofThisMachine(home, origin.get(), here).mark().stop(grace);
            }
            for (String service : home.services()) {
                Optional<ProcessHome.Started> record = home.find(service);
                if (record.isPresent() && record.get().boot().equals(here.boot())) {
                    record.get().process().stop(grace);
                }
            }
            home.delete();
        }
    }

    private ProcessHome home(String environment) {
        return new ProcessHome(directory.resolve(checked(environment)));
    }

    private static String checked(String name) {
        if (!name.matches("\\w[\\w.-]*")) {
            throw new IllegalArgumentException(
                    "A name of processes consists of letters, digits, _, . and -, not of '%s'".formatted(name));
        }
        return name;
    }

    /** The right to change an environment, until it is closed. */
    private record Turn(Disk.Locks locks, Disk.Lock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (locks) {
                lock.close();
            }
        }
    }

    /** Two environments whose names have the same hash wait for each other too. */
    private Turn turn(String environment) throws IOException {
        Disk.Locks locks =
                disk.locks(DurableDirectory.open(disk, directory, LOCKS).resolve(LOCKS));
        try {
            return new Turn(locks, lock(locks, environment));
        } catch (IOException | RuntimeException e) {
            locks.close();
            throw e;
        }
    }

    private static Disk.Lock lock(Disk.Locks locks, String environment) throws IOException {
        Deadline end = Deadline.in(PATIENCE, Ticker.system());
        while (!end.passed()) {
            Optional<Disk.Lock> lock = locks.tryLock(Integer.toUnsignedLong(environment.hashCode()));
            if (lock.isPresent()) {
                return lock.get();
            }
            pause();
        }
        throw new IOException("Environment '%s' is being changed by somebody else, for more than %s"
                .formatted(environment, PATIENCE));
    }

    private static void pause() throws InterruptedIOException {
        try {
            Waiter.system().await(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while somebody else changes the environment");
        }
    }
}
