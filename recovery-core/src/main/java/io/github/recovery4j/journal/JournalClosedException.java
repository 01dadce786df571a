package io.github.recovery4j.journal;

/** The journal was closed before the call. */
public final class JournalClosedException extends JournalException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location the journal
     */
    public JournalClosedException(String location) {
        super(location + " is closed; nothing was read or written", null);
    }
}
