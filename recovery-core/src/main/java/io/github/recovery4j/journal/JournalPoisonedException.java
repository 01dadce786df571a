package io.github.recovery4j.journal;

/**
 * A write or a sync of the journal failed, so nobody can tell any more what of the last records is durable. The journal
 * takes no more records until it is opened again; what was durable before still is.
 */
public final class JournalPoisonedException extends JournalException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location the journal
     * @param first the failure that poisoned it
     */
    public JournalPoisonedException(String location, Throwable first) {
        super(
                "%s takes no more records until it is opened again, because a write failed (%s: %s); what was durable before still is"
                        .formatted(location, first.getClass().getSimpleName(), first.getMessage()),
                first);
    }
}
