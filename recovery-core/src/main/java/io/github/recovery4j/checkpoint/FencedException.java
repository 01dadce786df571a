package io.github.recovery4j.checkpoint;

/**
 * A write carried a fencing token that is no longer the current one: somebody else owns the run now, or finished it. The
 * write changed nothing. The caller must stop working on the run.
 */
public final class FencedException extends StoreException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param run whose write was refused
     * @param token the token the write carried
     * @param now who holds the run now, in words
     */
    public FencedException(RunKey run, long token, String now) {
        super("A write to run %s under token %d was refused and changed nothing: %s".formatted(run, token, now), null);
    }
}
