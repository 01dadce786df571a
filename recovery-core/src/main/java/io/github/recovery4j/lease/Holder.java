package io.github.recovery4j.lease;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who holds a lease.
 *
 * @param owner the process
 * @param token its fencing token
 * @param since wall time of the acquisition
 */
public record Holder(Owner owner, long token, Instant since) {

    @Override
    public String toString() {
        return "%s since %s".formatted(owner, since.truncatedTo(ChronoUnit.MILLIS));
    }
}
