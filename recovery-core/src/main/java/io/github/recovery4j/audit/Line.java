package io.github.recovery4j.audit;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.json.Json;
import io.github.recovery4j.lease.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event as a line of JSON, of limited length whatever the event consists of: only the names of jobs, which are what a
 * line is found by, are never cut.
 *
 * <pre>
 * {"at":"2026-11-21T09:00:00.123Z","event":"attempt-started","job":"sync","run":"01J8…","attempt":2,…,"host":"web-1","pid":4711}
 * </pre>
 */
final class Line {

    private static final int LONGEST_TEXT = 8_000;
    private static final int LONGEST_LIST = 1_000;
    private static final int LONGEST_ELEMENT = 1_000;
    private static final int DEEPEST_CAUSE = 8;

    private final Map<String, Object> fields = new LinkedHashMap<>();

    Line(Instant at, String event) {
        fields.put("at", at);
        fields.put("event", event);
    }

    Line job(String job) {
        if (!job.isEmpty()) {
            fields.put("job", job);
        }
        return this;
    }

    Line run(RunKey run) {
        job(run.job());
        fields.put("run", run.id());
        return this;
    }

    Line ledger(String tenant, String ledger) {
        return tenant(tenant).text("ledger", ledger);
    }

    Line queue(String tenant, String queue) {
        return tenant(tenant).text("queue", queue);
    }

    private Line tenant(String tenant) {
        return tenant.isEmpty() ? this : text("tenant", tenant);
    }

    Line text(String name, String value) {
        fields.put(name, cut(value, LONGEST_TEXT));
        return this;
    }

    Line number(String name, long value) {
        fields.put(name, value);
        return this;
    }

    Line number(String name, Optional<Long> value) {
        value.ifPresent(present -> fields.put(name, present));
        return this;
    }

    Line millis(String name, Optional<Duration> value) {
        value.ifPresent(present -> fields.put(name, present.toMillis()));
        return this;
    }

    Line list(String name, List<String> values) {
        List<String> some = new ArrayList<>();
        values.stream().limit(LONGEST_LIST).forEach(value -> some.add(cut(value, LONGEST_ELEMENT)));
        if (values.size() > LONGEST_LIST) {
            some.add("… and %d more".formatted(values.size() - LONGEST_LIST));
        }
        fields.put(name, some);
        return this;
    }

    /** Class and message of an exception and of what caused it; a stack trace is for logs. */
    Line cause(Throwable failure) {
        List<String> chain = new ArrayList<>();
        for (Throwable each = failure; each != null && chain.size() < DEEPEST_CAUSE; each = behind(each)) {
            chain.add(words(each));
        }
        return list("cause", chain);
    }

    /** An exception may throw when it is asked what it says; that is no reason to forget it. */
    private static String words(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            return Objects.toString(failure.toString(), name);
        } catch (RuntimeException e) {
            return name;
        }
    }

    private static @Nullable Throwable behind(Throwable failure) {
        try {
            return failure.getCause();
        } catch (RuntimeException e) {
            return null;
        }
    }

    Line by(Owner process) {
        fields.put("host", process.host());
        fields.put("pid", process.pid());
        return this;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    String json() {
        return Json.write(fields);
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(json().getBytes(StandardCharsets.UTF_8));
    }
}
