package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions as they were saved last, and saves what becomes of them.
 *
 * <p>(1) A session is saved only while nothing of it is missing, so that a failure never gets into what is saved.
 * (2) What cannot be told is left alone: as long as tmux does not answer, nothing is done. Its server is frozen only if its
 * process was stopped.
 * (3) What is alive is adopted, by the keys that tmux keeps at windows and panes, never built a second time.
 * (4) Only one thread at a time looks, repairs or saves; so nobody sees what is half repaired.
 */
final class Keeper implements AutoCloseable {

    /** What the server is called among the sessions. */
    static final String SERVER = "server";

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration REPAIR = Duration.ofSeconds(30);

    private final Home home;
    private final Tmux tmux;
    private final Pace pace;
    private final Pulse pulse;
    private final Consumer<String> out;
    private final ReentrantLock turn = new ReentrantLock();
    private final Following following;
    private @Nullable Supervisor supervisor;
    private @Nullable Rounds rounds;

    Keeper(Home home, Pace pace, Consumer<String> out) {
        this.home = home;
        this.tmux = home.tmux();
        this.pace = pace;
        this.out = out;
        this.pulse = new Pulse(pace, Ticker.system(), InstantSource.system());
        this.following = new Following(tmux, home.sessions(), out);
    }

    @FunctionalInterface
    private interface Turn<T> {
        T take() throws IOException, InterruptedException;
    }

    private <T> T ask(Turn<T> action) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            return action.take();
        } finally {
            turn.unlock();
        }
    }

    private void act(Rounds.Step action) throws IOException, InterruptedException {
        ask(() -> {
            action.take();
            return action;
        });
    }

    /** Takes over what is alive, restores what is not, and keeps it so from then on. */
    void start(Map<String, SessionSpec> described) throws IOException, InterruptedException {
        described.forEach(this::describe);
        for (LedgerEntry<String, SavedSession> entry : home.sessions().live()) {
            if (!described.containsKey(entry.key())) {
                home.sessions().retire(entry.key(), "it is not described any more");
                out.accept(entry.key() + ": not described any more, and not kept; what is there of it stays as it is");
            }
        }
        try {
            act(this::begin);
        } catch (IOException e) {
            out.accept("%s: %s; that is tried again".formatted(SERVER, Words.problem(e)));
        }
        Supervisor started = supervise();
        supervisor = started;
        rounds = new Rounds(home, started, this::follow, pace.look(), out);
    }

    private void describe(String name, SessionSpec spec) {
        Optional<SavedSession> saved = home.sessions().get(name);
        if (saved.isEmpty()) {
            home.sessions().put(name, SavedSession.planned(spec));
        } else if (!saved.get().described().equals(spec)) {
            home.sessions().put(name, saved.get().describedAs(spec));
            out.accept(name + ": described otherwise; windows that are, are built anew");
        }
    }

    private List<String> names() {
        return home.sessions().live().stream().map(LedgerEntry::key).toList();
    }

    private SavedSession saved(String name) {
        return home.sessions()
                .get(name)
                .orElseThrow(() -> new IllegalStateException("Session %s was not saved".formatted(name)));
    }

    private void begin() throws IOException, InterruptedException {
        if (frozen().isPresent()) {
            throw new IOException("it was stopped");
        }
        tmux.start();
        Server server = look().orElseThrow(() -> new IOException("it has ended right after its start"));
        for (String name : names()) {
            Optional<LiveSession> live = server.session(name);
            live.ifPresent(session -> out.accept("%s: adopted, %s there"
                    .formatted(name, Words.count(session.panes().size(), "pane is", "panes are"))));
            try {
                repair(name);
                out.accept("%s: to see it: %s".formatted(name, tmux.attach(name)));
            } catch (IOException e) {
                out.accept("%s: %s; that is tried again".formatted(name, Words.problem(e)));
            }
        }
    }

    /** What the server says; from then on its process is known, and can be asked for when it says nothing. */
    private Optional<Server> look() throws IOException, InterruptedException {
        Optional<Server> server = tmux.look();
        Optional<ProcessId> known = home.servers().get(SERVER);
        if (server.isPresent()
                && known.filter(process -> process.pid() == server.get().pid()).isEmpty()) {
            ProcessId.find(server.get().pid())
                    .ifPresent(process -> home.servers().put(SERVER, process));
        }
        if (server.filter(Server::missesAnEnding).isPresent()) {
            tmux.reap();
        }
        return server;
    }

    /** For how long the server was stopped; empty if it is not. */
    private Optional<Duration> frozen() throws IOException {
        Optional<ProcessId> known = home.servers().get(SERVER);
        return known.isPresent() && known.get().isAlive()
                ? pulse.stopped(known.get().pid())
                : Optional.empty();
    }

    private Supervisor supervise() {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(subject(SERVER, this::diagnoseServer)
                .confirming(this::confirmServer, pace.confirming())
                .curing(Strategy.act("starting it, with all sessions", failure -> act(() -> restart(failure.kind())))
                        .within(REPAIR))
                .build());
        for (String name : names()) {
            subjects.add(subject(name, () -> diagnose(name))
                    .confirming(() -> confirm(name), pace.confirming())
                    .curing(Strategy.act("building and starting what is missing", failure -> act(() -> repair(name)))
                            .within(REPAIR))
                    .build());
        }
        return home.recovery().supervise(subjects);
    }

    private Subject.Builder subject(String name, FailureDetector detector) {
        return Subject.named(name, detector).every(pace.look(), Duration.ofSeconds(10));
    }

    private Diagnosis diagnoseServer() throws IOException, InterruptedException {
        Optional<Duration> frozen = frozen();
        if (frozen.isPresent()) {
            return pulse.lasts(frozen.get())
                    ? Diagnosis.failed(FailureKind.FROZEN, "tmux was stopped")
                    : Diagnosis.unknown("tmux is stopped, maybe for a moment");
        }
        return ask(() -> look().isPresent()
                ? Diagnosis.healthy()
                : Diagnosis.failed(FailureKind.CRASHED, "tmux is not running"));
    }

    private Diagnosis confirmServer() throws IOException, InterruptedException {
        Diagnosis now = diagnoseServer();
        if (!(now instanceof Diagnosis.Healthy)) {
            return now;
        }
        Optional<Server> server = ask(this::look);
        List<String> missing = names().stream()
                .filter(name -> server.flatMap(each -> each.session(name)).isEmpty())
                .toList();
        return missing.isEmpty() ? now : Diagnosis.failed(FailureKind.CRASHED, "it is without " + missing);
    }

    /** What is wrong with the server is its own matter. */
    private Diagnosis diagnose(String name) throws IOException, InterruptedException {
        if (frozen().isPresent()) {
            return Diagnosis.unknown("tmux is stopped");
        }
        return ask(() -> {
            Optional<Server> server = look();
            return server.isEmpty()
                    ? Diagnosis.unknown("tmux is not running")
                    : Comparison.of(saved(name), name, server.get(), pulse).diagnosis();
        });
    }

    private Diagnosis confirm(String name) throws IOException, InterruptedException {
        Diagnosis now = diagnose(name);
        if (!(now instanceof Diagnosis.Healthy)) {
            return now;
        }
        Optional<LiveSession> live = ask(this::look).flatMap(server -> server.session(name));
        return live.isPresent() && pulse.settled(live.get()) ? now : Diagnosis.unknown("it has just been started");
    }

    private void restart(FailureKind kind) throws IOException, InterruptedException {
        Optional<ProcessId> known = home.servers().get(SERVER);
        if (kind.equals(FailureKind.FROZEN) && known.isPresent()) {
            known.get().stop(GRACE);
            out.accept("%s: process %d ended".formatted(SERVER, known.get().pid()));
        }
        tmux.start();
        look();
        for (String name : names()) {
            repair(name);
        }
    }

    /** Repairs what is found, and what shows behind that; what fails again at once is for the next time. */
    private void repair(String name) throws IOException, InterruptedException {
        int most = Math.max(1, compare(name).faults().size());
        for (int repaired = 0; repaired < most; repaired++) {
            List<Fault> faults = compare(name).faults();
            if (faults.isEmpty()) {
                return;
            }
            try {
                out.accept("%s: %s".formatted(name, faults.get(0).repair(new Workshop(tmux, name))));
            } catch (IOException e) {
                out.accept("%s: %s, and cannot be repaired now: %s".formatted(name, faults.get(0), Words.problem(e)));
                throw e;
            }
        }
    }

    private Comparison compare(String name) throws IOException, InterruptedException {
        Server server = look().orElseThrow(() -> new IOException("tmux is not running"));
        return Comparison.of(saved(name), name, server, pulse);
    }

    private void follow() throws IOException, InterruptedException {
        if (frozen().isPresent()) {
            return;
        }
        act(() -> {
            Optional<Server> server = look();
            for (String name : server.isPresent() ? names() : List.<String>of()) {
                following.follow(name, server.get(), pulse);
            }
        });
    }

    /** How tmux and the sessions stand; empty before it was started. */
    List<SubjectStatus> statuses() {
        return supervisor == null ? List.of() : supervisor.statuses();
    }

    /** Keeps nothing any more; the sessions go on. */
    @Override
    public void close() {
        if (rounds != null) {
            rounds.close();
        }
        home.close();
    }
}
