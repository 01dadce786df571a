package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerDefinition;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * A folder of sessions, opened by one keeper at a time:
 *
 * <pre>
 * records/         Recovery4j: what was saved of each session, and the process of the server
 * audit/           Recovery4j: what failed and what was done about it
 * tmux             the socket of the server
 * status.json      how everything stands
 * </pre>
 */
final class Home implements AutoCloseable {

    private static final long MOST_HISTORY = 16 << 20;
    private static final String SOCKET = "tmux";

    private final Path folder;
    private final Recovery recovery;
    private final Ledger<String, SavedSession> sessions;
    private final Ledger<String, ProcessId> servers;

    private Home(Path folder, Recovery recovery) {
        this.folder = folder;
        this.recovery = recovery;
        this.sessions = recovery.ledger(LedgerDefinition.named("sessions", String.class, SavedSession.class)
                .keepHistory(Duration.ofDays(1), MOST_HISTORY));
        this.servers = recovery.ledger("servers", String.class, ProcessId.class);
    }

    /**
     * Opens a folder, creating it if there is none.
     *
     * @throws io.github.recovery4j.journal.JournalException if another process has it open
     */
    static Home open(Path folder, RecoveryListener listener) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path real = folder.toRealPath();
        Recovery recovery = Recovery.builder()
                .directory(real.resolve("records"))
                .audit(real.resolve("audit"))
                .listener(listener)
                .shutdownOn(ShutdownTrigger.none())
                .open();
        try {
            return new Home(real, recovery);
        } catch (RuntimeException e) {
            recovery.close();
            throw e;
        }
    }

    Recovery recovery() {
        return recovery;
    }

    /** What was saved. */
    Ledger<String, SavedSession> sessions() {
        return sessions;
    }

    /** The process of the server, under one key. */
    Ledger<String, ProcessId> servers() {
        return servers;
    }

    /** The server of this folder. */
    Tmux tmux() {
        return tmux(folder);
    }

    /** The server of a folder that another process may have open. */
    static Tmux tmux(Path folder) {
        return new Tmux(folder.toAbsolutePath().normalize().resolve(SOCKET));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        recovery.close();
    }
}
