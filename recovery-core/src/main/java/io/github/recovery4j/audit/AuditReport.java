package io.github.recovery4j.audit;

import java.io.IOException;
import java.util.List;

/**
 * What was found in an audit log.
 *
 * @param records what was asked for, in order of time
 * @param unreadable what could not be read, in words; it may have been part of the answer
 */
public record AuditReport(List<AuditRecord> records, List<String> unreadable) {

    /** Takes copies. */
    public AuditReport {
        records = List.copyOf(records);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Writes the records as lines of JSON, each ended by a line feed.
     *
     * @param target gets them
     * @throws IOException if the target fails
     */
    public void writeTo(Appendable target) throws IOException {
        for (AuditRecord each : records) {
            target.append(each.json()).append('\n');
        }
    }
}
