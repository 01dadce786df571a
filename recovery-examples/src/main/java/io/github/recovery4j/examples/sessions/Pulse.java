package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what of the living does nothing. Certain is that of a process that was stopped (by SIGSTOP) for longer than a moment,
 * and of one that does not touch its heartbeat. In a pane only what is in the foreground counts: what was stopped by Ctrl-Z is
 * not. And tmux itself lets the first process of a pane go on at once, when that was stopped.
 */
final class Pulse {

    private final Pace pace;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Map<Sign, Long> since = new ConcurrentHashMap<>();

    /** What a process shows, for a moment or for longer. */
    private record Sign(long pid, String what) {}

    Pulse(Pace pace, Ticker ticker, InstantSource clock) {
        this.pace = pace;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** For how long a process has been seen to be stopped; empty if it is not. */
    Optional<Duration> stopped(long pid) throws IOException {
        return lasting(
                new Sign(pid, "stopped"), Stat.of(pid).filter(Stat::isStopped).isPresent());
    }

    /** Whether tmux may yet find out how a program has ended. */
    boolean unclear(LivePane live) {
        boolean unknown = live.ending().dead() && !live.ending().known();
        return lasting(new Sign(live.pid(), "ended"), unknown)
                .filter(time -> !lasts(time))
                .isPresent();
    }

    private Optional<Duration> lasting(Sign sign, boolean shown) {
        if (!shown) {
            since.remove(sign);
            return Optional.empty();
        }
        long now = ticker.nanos();
        return Optional.of(Duration.ofNanos(now - since.computeIfAbsent(sign, first -> now)));
    }

    /** Whether that is longer than a moment. */
    boolean lasts(Duration duration) {
        return duration.compareTo(pace.moment()) >= 0;
    }

    /** Why a living pane hangs, and whether that is certain yet; empty if it does not, or it cannot be told. */
    Optional<Hanging> hangs(SavedPane pane, LivePane live) throws IOException {
        Optional<Long> still = stoppedInForeground(live.pid());
        Optional<Duration> time = lasting(new Sign(live.pid(), "stopped"), still.isPresent());
        if (time.isPresent()) {
            return still.map(pid -> new Hanging("process %d was stopped".formatted(pid), lasts(time.get())));
        }
        Optional<Heartbeat> heartbeat = pane.heartbeat();
        return heartbeat.isEmpty()
                ? Optional.empty()
                : late(heartbeat.get(), live).map(why -> new Hanging(why, true));
    }

    /**
     * What shows that something hangs.
     *
     * @param why what it is
     * @param certain whether it is more than a moment
     */
    record Hanging(String why, boolean certain) {}

    private static Optional<Long> stoppedInForeground(long pid) throws IOException {
        for (long each : Stat.family(pid)) {
            if (Stat.of(each)
                    .filter(stat -> stat.isStopped() && stat.isForeground())
                    .isPresent()) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
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
