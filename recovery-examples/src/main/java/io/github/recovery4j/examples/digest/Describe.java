package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.plan.Check;
import io.github.recovery4j.plan.Finding;
import io.github.recovery4j.plan.RecoveryPlan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Plans and numbers in words. */
final class Describe {

    private static final String UNITS = "kMGTPE";

    private Describe() {}

    /** The plan, and what was found on the way unless it is as it should be. */
    static String plan(RecoveryPlan<DigestConfig, DigestState> plan, Instant now) {
        return plan.findings().stream()
                .filter(finding -> !passed(finding))
                .map(finding -> "\n  - " + finding.describe())
                .collect(Collectors.joining("", summary(plan, now), ""));
    }

    private static boolean passed(Finding finding) {
        return finding instanceof Finding.Checked checked && checked.check().verdict() == Check.Verdict.PASSED;
    }

    private static String summary(RecoveryPlan<DigestConfig, DigestState> plan, Instant now) {
        if (plan instanceof RecoveryPlan.Resume<DigestConfig, DigestState> resume) {
            var saved = resume.state();
            return "Resume digest from run %s, generation %d of %s ago: %s"
                    .formatted(
                            saved.run().id(),
                            saved.generation(),
                            Words.time(Duration.between(saved.stamp().savedAt(), now)),
                            saved.state()
                                    .map(state -> files(state.files()) + " done")
                                    .orElse("no file done yet"));
        }
        return plan.summary();
    }

    static String files(long number) {
        return Words.count(number, "file", "files");
    }

    /** A path for a shell. */
    static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }

    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double rest = bytes / 1000.0;
        int unit = 0;
        while (rest >= 999.5) {
            rest /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, rest < 9.95 ? "%.1f %cB" : "%.0f %cB", rest, UNITS.charAt(unit));
    }

    /** What went wrong with one file, without its name. */
    static String problem(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "No such file";
        }
        return failure instanceof FileSystemException e && e.getReason() != null
                ? Objects.requireNonNull(e.getReason())
                : String.valueOf(failure.getMessage());
    }
}
