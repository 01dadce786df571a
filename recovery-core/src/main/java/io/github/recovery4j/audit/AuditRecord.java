package io.github.recovery4j.audit;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.json.Json;
import io.github.recovery4j.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One event, as it was recorded.
 *
 * @param at when it happened, by the wall clock of its process
 * @param event its kind, such as {@code attempt-started}
 * @param job its job; empty if it is about no single one
 * @param run its run; empty if it is about no single one
 * @param json all of it, one line without line feed
 */
public record AuditRecord(Instant at, String event, Optional<String> job, Optional<RunId> run, String json) {

    /** Understands a line; throws if it is not one that this release or an earlier one wrote. */
    static AuditRecord parse(String json) throws MalformedJsonException {
        Map<String, Object> fields = Json.parse(json);
        if (!(fields.get("event") instanceof String event)) {
            throw new MalformedJsonException("it tells no event");
        }
        try {
            return new AuditRecord(
                    Instant.parse(String.valueOf(fields.get("at"))),
                    event,
                    Optional.ofNullable(fields.get("job")).map(String::valueOf),
                    Optional.ofNullable(fields.get("run")).map(id -> new RunId(String.valueOf(id))),
                    json);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedJsonException(String.valueOf(e.getMessage()));
        }
    }
}
