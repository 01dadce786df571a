package io.github.recovery4j.queue;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this process knows of work besides what is recorded: until when claims hold, what rests after a failure, and what it
 * does not understand. All that ends with the process. Used in the turns of its queue only, by one thread at a time.
 */
final class Claims {

    private final Ticker ticker;
    private final long claimNanos;
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Long> rests = new HashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();

    Claims(Ticker ticker, Duration claimTime) {
        this.ticker = ticker;
        this.claimNanos = claimTime.toNanos();
    }

    /** From now on, again if it holds already. */
    void hold(String id) {
        rests.remove(id);
        ends.put(id, ticker.nanos() + claimNanos);
    }

    void end(String id) {
        ends.remove(id);
    }

    /** Those whose time is over; at that very moment it is. */
    List<String> over() {
        long now = ticker.nanos();
        List<String> over = new ArrayList<>();
        ends.forEach((id, end) -> {
            if (end - now <= 0) {
                over.add(id);
            }
        });
        return over;
    }

    void rest(String id, Duration pause) {
        rests.put(id, ticker.nanos() + pause.toNanos());
    }

    void misunderstood(String id, String reason) {
        unreadable.put(id, reason);
    }

    Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** Whether it may be handed out, as far as this process is concerned. */
    boolean isReady(String id) {
        if (unreadable.containsKey(id)) {
            return false;
        }
        Long end = rests.get(id);
        if (end == null) {
            return true;
        }
        boolean rested = end - ticker.nanos() <= 0;
        if (rested) {
            rests.remove(id);
        }
        return rested;
    }

    /** How long nothing changes here, at most so long. */
    Duration quiet(Duration most) {
        long now = ticker.nanos();
        long least = most.toNanos();
        for (long end : ends.values()) {
            least = Math.min(least, end - now);
        }
        for (long end : rests.values()) {
            least = Math.min(least, end - now);
        }
        return Duration.ofNanos(Math.max(0, least));
    }

    /** What is not there any more needs no rest. */
    void forget(String id) {
        rests.remove(id);
        unreadable.remove(id);
    }
}
