package io.github.recovery4j.examples.services;

import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Granted;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.ledger.ReconcileReport;
import io.github.recovery4j.ledger.Repair;
import io.github.recovery4j.ledger.SecretRegistry;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does it in this process. Safe for use by many threads. */
final class LocalControl implements Control {

    private final Home home;
    private final Consumer<String> out;

    /** In a home that is open; what is done is told. */
    LocalControl(Home home, Consumer<String> out) {
        this.home = home;
        this.out = out;
    }

    @Override
    public Children.Kept deploy(String name, ServiceSpec spec, Optional<Duration> time)
            throws IOException, InterruptedException {
        Children.Kept kept = home.children().deploy(name, spec, time);
        out.accept(name + ": " + Say.kept(kept));
        return kept;
    }

    @Override
    public Children.Retired retire(String name, String reason) throws IOException, InterruptedException {
        Children.Retired retired = home.children().retire(name, reason);
        if (retired.wasDeployed()) {
            out.accept(name + ": retired"
                    + retired.ended().map(ended -> ", " + Say.ended(ended)).orElse(""));
        }
        return retired;
    }

    @Override
    public List<Status> list() {
        return home.services().live().stream().map(this::status).toList();
    }

    private Status status(LedgerEntry<String, ServiceSpec> entry) {
        Optional<Launch> launch = home.launches().get(entry.key());
        Status.State state = launch.map(LocalControl::state).orElse(Status.State.DOWN);
        Optional<ProcessId> process = launch.flatMap(Launch::process).filter(any -> state != Status.State.DOWN);
        return new Status(
                entry.key(),
                entry.value().command(),
                state,
                process.map(ProcessId::pid),
                process.map(ProcessId::startedAt),
                entry.expires(),
                home.children().log(entry.key()).toString());
    }

    private static Status.State state(Launch launch) {
        try {
            return launch.isAlive() ? Status.State.UP : Status.State.DOWN;
        } catch (IOException e) {
            return Status.State.UNKNOWN;
        }
    }

    @Override
    public List<Happened> history(String name) {
        List<Happened> all = new ArrayList<>();
        if (name.isEmpty()) {
            home.hosts().history(Host.KEY).events().forEach(event -> all.add(ofHost(event)));
        } else {
            home.services().history(name).events().forEach(event -> all.add(ofService(event)));
            home.launches().history(name).events().forEach(event -> ofLaunch(event)
                    .ifPresent(all::add));
            all.sort(Comparator.comparing(Happened::at));
        }
        return all;
    }

    private static Happened ofHost(LedgerEvent<HostLife> event) {
        String process =
                event.value().map(life -> "process " + life.process().pid()).orElse("");
        return switch (event.kind()) {
            case PUT -> new Happened(event.recorded(), "host started", process);
            case UPDATED -> new Happened(event.recorded(), "shutdown started", process);
            default -> new Happened(event.recorded(), event.text(), "");
        };
    }

    private static Happened ofService(LedgerEvent<ServiceSpec> event) {
        String what =
                switch (event.kind()) {
                    case PUT, UPDATED -> "deployed";
                    case RETIRED -> "retired";
                    case EXPIRED -> "its time was over";
                    case RECOVERED -> "recovered";
                    case FAILED -> "could not be recovered";
                };
        String command =
                event.value().map(spec -> String.join(" ", spec.command())).orElse("");
        return new Happened(event.recorded(), what, event.text().isEmpty() ? command : event.text());
    }

    /** That it is about to be started is no news. */
    private static Optional<Happened> ofLaunch(LedgerEvent<Launch> event) {
        if (event.kind() == LedgerEvent.Kind.RETIRED) {
            return Optional.of(new Happened(event.recorded(), "ended", event.text()));
        }
        return event.value()
                .flatMap(Launch::process)
                .map(process -> new Happened(event.recorded(), "started", "process " + process.pid()));
    }

    @Override
    public Findings verify() {
        return findings(home.reconciler(out).look());
    }

    /** Somebody asked for it: so what nobody knows is ended too. */
    @Override
    public Findings repair() {
        return findings(home.reconciler(out)
                .onOrphaned(found -> home.end(found, "was known to nobody", out))
                .repair());
    }

    private static Findings findings(ReconcileReport<String, ServiceSpec, Running> report) {
        List<String> differences = new ArrayList<>();
        report.missing().forEach(entry -> differences.add(entry.key() + ": missing, no process of it is alive"));
        report.aliveThoughRetired()
                .forEach(found -> differences.add(
                        "%s: alive though retired, %s".formatted(found.key(), process(found.handle()))));
        report.orphaned()
                .forEach(found -> differences.add("%s: orphaned, %s belongs to no service that is known"
                        .formatted(found.key(), process(found.handle()))));
        report.duplicated()
                .forEach((key, found) -> differences.add("%s: duplicated, %s"
                        .formatted(
                                key,
                                String.join(
                                        " and ",
                                        found.stream()
                                                .map(each -> process(each.handle()))
                                                .toList()))));
        report.unknown().forEach((key, why) -> differences.add("%s: unknown, %s".formatted(key, why)));
        report.blind().ifPresent(why -> differences.add("what is missing cannot be told: " + why));
        report.doubtful().ifPresent(why -> differences.add("what is not wanted cannot be told: " + why));
        return new Findings(
                report.isClean(),
                differences,
                report.repairs().stream().map(LocalControl::words).toList(),
                report.repairs().stream().anyMatch(repair -> repair.outcome() != Repair.Outcome.DONE));
    }

    private static String process(Running running) {
        return "process " + running.process().pid();
    }

    private static String words(Repair repair) {
        return repair.outcome() + " " + repair.what() + " " + repair.detail();
    }

    @Override
    public String grant(Grant grant) {
        Permission.of(grant.permission());
        return home.tokens().issue(grant);
    }

    @Override
    public Optional<Grant> permits(String token) {
        return home.tokens().verify(token);
    }

    @Override
    public boolean revoke(String tokenOrFingerprint) {
        String reason = "somebody asked for it";
        SecretRegistry tokens = home.tokens();
        return tokens.revoke(tokenOrFingerprint, reason) || tokens.revokeFingerprint(tokenOrFingerprint, reason);
    }

    @Override
    public List<Granted> grants() {
        return home.tokens().grants();
    }

    @Override
    public void close() {
        home.close();
    }
}
