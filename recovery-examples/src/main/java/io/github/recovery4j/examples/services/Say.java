package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;
import java.time.Duration;
import java.util.Locale;

/** Words for people. */
final class Say {

    private Say() {}

    static String kept(Children.Kept kept) {
        String process = "process " + kept.process().pid();
        String before = kept.before()
                .map(ended -> "; process %d has ended".formatted(ended.pid()))
                .orElse("");
        return switch (kept.how()) {
            case RUNNING -> "runs as " + process;
            case STARTED -> "started as " + process;
            case STARTED_AGAIN -> "started again as " + process + before;
        };
    }

    /** Nobody has asked for this one. */
    static String restored(Children.Kept kept) {
        return kept.how() == Children.Kept.How.RUNNING
                ? "adopted, process %d has survived".formatted(kept.process().pid())
                : kept(kept);
    }

    static String ended(ProcessId process) {
        return "process %d has ended".formatted(process.pid());
    }

    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static String time(Duration duration) {
        double seconds = Math.max(0, duration.toMillis() / 1000.0);
        if (seconds < 99.5) {
            return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
        }
        long minutes = duration.toMinutes();
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / 1440 + " days";
    }
}
