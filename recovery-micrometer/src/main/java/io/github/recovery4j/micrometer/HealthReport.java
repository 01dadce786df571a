package io.github.recovery4j.micrometer;

import io.github.recovery4j.health.CheckStatus;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.supervision.Supervisor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How it all is at a moment, for a health endpoint.
 *
 * <pre>{@code
 * HealthReport report = HealthReport.of(monitor, supervisor);
 * exchange.sendResponseHeaders(report.httpStatus(), 0);
 * exchange.getResponseBody().write(report.toString().getBytes(UTF_8));
 * }</pre>
 *
 * <p>It is meant for readiness, and for people. Whoever restarts a process because of it ends the cures that are under way in it.
 *
 * @param verdict as the worst of its parts; up if there are none
 * @param parts checks, then subjects, each in the order in which they were given
 */
public record HealthReport(Verdict verdict, List<Part> parts) {

    /** How something is. The later, the worse. */
    public enum Verdict {
        /** It works, as far as was looked. A check that failed, but not often enough in a row to count, is up. */
        UP,
        /** It cannot be told. */
        UNKNOWN,
        /** It does not work, whether something is being done about it or not. */
        DOWN
    }

    /**
     * One thing that is looked at.
     *
     * @param kind {@code check} or {@code subject}
     * @param name what it is called
     * @param verdict how it is
     * @param description the same for people, with what was found
     */
    public record Part(String kind, String name, Verdict verdict, String description) {

        private static Part of(CheckStatus status) {
            Verdict verdict =
                    switch (status.health()) {
                        case HEALTHY, FAILING -> Verdict.UP;
                        case UNKNOWN -> Verdict.UNKNOWN;
                        case UNHEALTHY -> Verdict.DOWN;
                    };
            return new Part("check", status.name(), verdict, status.toString());
        }

        private static Part of(SubjectStatus status) {
            Verdict verdict =
                    switch (status.condition()) {
                        case HEALTHY -> Verdict.UP;
                        case UNKNOWN -> Verdict.UNKNOWN;
                        case FAILED, ESCALATED -> Verdict.DOWN;
                    };
            return new Part("subject", status.name(), verdict, status.toString());
        }
    }

    /** Takes a copy. */
    public HealthReport {
        parts = List.copyOf(parts);
    }

    /**
     * {@return how the checks of a monitor are now}
     *
     * @param monitor asks them
     */
    public static HealthReport of(HealthMonitor monitor) {
        return of(monitor.statuses(), List.of());
    }

    /**
     * {@return how the checks of a monitor and the subjects of a supervisor are now}
     *
     * @param monitor asks the checks
     * @param supervisor looks after the subjects
     */
    public static HealthReport of(HealthMonitor monitor, Supervisor supervisor) {
        return of(monitor.statuses(), supervisor.statuses());
    }

    /**
     * {@return how these checks and subjects are}
     *
     * @param checks any number
     * @param subjects any number
     */
    public static HealthReport of(List<CheckStatus> checks, List<SubjectStatus> subjects) {
        List<Part> parts = Stream.concat(
                        checks.stream().map(Part::of), subjects.stream().map(Part::of))
                .toList();
        Verdict worst =
                parts.stream().map(Part::verdict).max(Comparator.naturalOrder()).orElse(Verdict.UP);
        return new HealthReport(worst, parts);
    }

    /** {@return 503 if it is down, otherwise 200: what cannot be told takes nobody out of service} */
    public int httpStatus() {
        return verdict == Verdict.DOWN ? 503 : 200;
    }

    /** For people, a line for all and one for each part. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(Tag.word(verdict)), parts.stream().map(Part::description))
                .collect(Collectors.joining("\n"));
    }
}
