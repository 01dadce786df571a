package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what of the living does nothing. Certain is that of a process that was stopped (by SIGSTOP), for longer than a moment,
 * and of one that does not touch its heartbeat. A shell whose program was stopped by Ctrl-Z is not stopped itself.
 */
final class Pulse {

    private static final char STOPPED = 'T';

    private final Pace pace;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Map<Long, Long> stopped = new ConcurrentHashMap<>();

    Pulse(Pace pace, Ticker ticker, InstantSource clock) {
        this.pace = pace;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** For how long a process has been seen to be stopped; empty if it is not. */
    Optional<Duration> stopped(long pid) throws IOException {
        if (!isStopped(pid)) {
            stopped.remove(pid);
            return Optional.empty();
        }
        long now = ticker.nanos();
        return Optional.of(Duration.ofNanos(now - stopped.computeIfAbsent(pid, first -> now)));
    }

    /** {@code 4711 (a name) T 1 …}; the name may have anything in it. */
    private static boolean isStopped(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) == STOPPED;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether that is longer than a moment. */
    boolean lasts(Duration duration) {
        return duration.compareTo(pace.moment()) >= 0;
    }

    /** Why a living pane certainly hangs; empty if it does not, or it cannot be told. */
    Optional<String> hangs(SavedPane pane, LivePane live) throws IOException {
        Optional<Duration> still = stopped(live.pid()).filter(this::lasts);
        if (still.isPresent()) {
            return Optional.of("process %d was stopped".formatted(live.pid()));
        }
        Optional<Heartbeat> heartbeat = pane.heartbeat();
        return heartbeat.isEmpty() ? Optional.empty() : late(heartbeat.get(), live);
    }

    /** A program that has just been started may still need its file made. */
    private Optional<String> late(Heartbeat heartbeat, LivePane live) throws IOException {
        Optional<ProcessId> process = ProcessId.find(live.pid());
        if (process.isEmpty()) {
            return Optional.empty();
        }
        Instant last = process.get().startedAt();
        Path file = Path.of(heartbeat.file());
        if (Files.exists(file)) {
            Instant touched = Files.getLastModifiedTime(file).toInstant();
            last = touched.isAfter(last) ? touched : last;
        }
        Duration age = Duration.between(last, clock.instant());
        return age.compareTo(heartbeat.limit()) <= 0
                ? Optional.empty()
                : Optional.of("%s was not touched for %s".formatted(file, Words.time(age)));
    }

    /** Whether everything of a session has run for long enough to say that it runs. */
    boolean settled(LiveSession session) throws IOException {
        Instant latest = clock.instant().minus(pace.settling());
        for (LivePane pane : session.panes()) {
            Optional<ProcessId> process = ProcessId.find(pane.pid());
            if (process.isPresent() && process.get().startedAt().isAfter(latest)) {
                return false;
            }
        }
        return true;
    }
}
