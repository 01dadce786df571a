package io.github.recovery4j.queue;

/**
 * A claim does not hold any more: its time was over, the process that had it died, or the work was cancelled or orphaned.
 * Nothing was changed; what was done under it may be done again by somebody else.
 */
public final class ClaimLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClaimLostException(String queue, Claim<?> claim, String standing) {
        super("Claim %d on '%s' in %s is lost, %s; nothing was changed"
                .formatted(claim.number(), claim.id(), queue, standing));
    }
}
