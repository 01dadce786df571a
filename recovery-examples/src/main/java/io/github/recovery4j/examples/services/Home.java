package io.github.recovery4j.examples.services;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.ledger.Instance;
import io.github.recovery4j.ledger.Inventory;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.Reconciler;
import io.github.recovery4j.ledger.SecretRegistry;
import io.github.recovery4j.ledger.Sighting;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A folder of services, opened by one process at a time:
 *
 * <pre>
 * records/             Recovery4j: three ledgers (services, launches, hosts) and the tokens
 * logs/web.log         what a service writes
 * host.json            how to reach the host, while one runs
 * </pre>
 */
final class Home implements AutoCloseable {

    /** How long a service that ended at once is left alone before it is started again. */
    static final Duration REST = Duration.ofSeconds(5);

    private final Path folder;
    private final Recovery recovery;
    private final Ledger<String, ServiceSpec> services;
    private final Ledger<String, Launch> launches;
    private final Ledger<String, HostLife> hosts;
    private final SecretRegistry tokens;
    private final ProcessTable table;
    private final Children children;
    private final InstantSource clock = InstantSource.system();

    private Home(Path folder, Recovery recovery) {
        this.folder = folder;
        this.recovery = recovery;
        this.services = recovery.ledger("services", String.class, ServiceSpec.class);
        this.launches = recovery.ledger("launches", String.class, Launch.class);
        this.hosts = recovery.ledger("hosts", String.class, HostLife.class);
        this.tokens = recovery.secrets("api");
        this.table = new ProcessTable(folder, services, launches);
        this.children = new Children(services, launches, table, folder.resolve("logs"), clock);
    }

    /**
     * Opens a folder, creating it if there is none.
     *
     * @throws io.github.recovery4j.journal.JournalException if another process has it open
     */
    static Home open(Path folder) throws IOException {
        make(folder);
        Path real = folder.toRealPath();
        Recovery recovery = Recovery.builder()
                .directory(real.resolve("records"))
                .shutdownOn(ShutdownTrigger.none())
                .open();
        try {
            return new Home(real, recovery);
        } catch (RuntimeException e) {
            recovery.close();
            throw e;
        }
    }

    /** Others have no business in it: there are the environments of services in it, and what they write. */
    static void make(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path folder() {
        return folder;
    }

    /** What is wanted. */
    Ledger<String, ServiceSpec> services() {
        return services;
    }

    /** What was started. */
    Ledger<String, Launch> launches() {
        return launches;
    }

    /** The lives of hosts, under one key. */
    Ledger<String, HostLife> hosts() {
        return hosts;
    }

    SecretRegistry tokens() {
        return tokens;
    }

    Children children() {
        return children;
    }

    InstantSource clock() {
        return clock;
    }

    /** Compares, starts what is missing and ends what is not wanted any more; what nobody knows is left alone. */
    Reconciler<String, ServiceSpec, Running> reconciler(Consumer<String> out) {
        return reconciler(table::look, out);
    }

    /** The same for a host that does so again and again: what ended right after its start has a rest. */
    Reconciler<String, ServiceSpec, Running> patientReconciler(Consumer<String> out) {
        return reconciler(this::lookPatiently, out);
    }

    private Reconciler<String, ServiceSpec, Running> reconciler(
            Inventory<String, Running> inventory, Consumer<String> out) {
        return Reconciler.of(services, inventory)
                .onMissing(entry -> keep(entry, out))
                .onAliveThoughRetired(found -> end(found, "is not wanted any more", out))
                .onDuplicated(found -> endDuplicates(found, out));
    }

    /** Starts what an entry stands for, unless it runs. */
    void keep(LedgerEntry<String, ServiceSpec> entry, Consumer<String> out) throws IOException, InterruptedException {
        try {
            children.keep(entry.key()).ifPresent(kept -> out.accept(entry.key() + ": " + Say.restored(kept)));
        } catch (IOException | IllegalArgumentException e) {
            out.accept("%s: not started, that is tried again: %s".formatted(entry.key(), Words.problem(e)));
            throw e;
        }
    }

    /** Ends one process. */
    void end(Instance<String, Running> found, String why, Consumer<String> out)
            throws IOException, InterruptedException {
        children.end(found.key(), found.handle(), why);
        out.accept("%s: %s, %s"
                .formatted(found.key(), why, Say.ended(found.handle().process())));
    }

    private void endDuplicates(List<Instance<String, Running>> found, Consumer<String> out)
            throws IOException, InterruptedException {
        Running stays = found.stream()
                .map(Instance::handle)
                .filter(this::isRecorded)
                .findFirst()
                .orElse(found.get(0).handle());
        for (Instance<String, Running> each : found) {
            if (!each.handle().equals(stays)) {
                end(each, "was running twice", out);
            }
        }
    }

    private boolean isRecorded(Running running) {
        return launches.live().stream()
                .anyMatch(entry -> entry.value().process().equals(Optional.of(running.process())));
    }

    private Sighting<String, Running> lookPatiently() throws IOException {
        Sighting<String, Running> sighting = table.look();
        Map<String, String> unknown = new LinkedHashMap<>(sighting.unknown());
        Instant rested = clock.instant().minus(REST);
        for (LedgerEntry<String, Launch> entry : launches.live()) {
            if (entry.value().begun().isAfter(rested) && !entry.value().isAlive()) {
                unknown.put(entry.key(), "it ended right after its start, and has a rest");
            }
        }
        return new Sighting<>(sighting.alive(), unknown, sighting.blind());
    }

    @Override
    public void close() {
        recovery.close();
    }
}
