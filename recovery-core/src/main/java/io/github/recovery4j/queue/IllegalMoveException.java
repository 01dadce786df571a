package io.github.recovery4j.queue;

/** A piece of work was to go where it cannot go from where it stands. Nothing was changed. */
public final class IllegalMoveException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ItemState from;
    private final ItemState to;

    IllegalMoveException(String queue, String id, ItemState from, ItemState to) {
        super("'%s' in %s is %s, and cannot become %s; nothing was changed".formatted(id, queue, from, to));
        this.from = from;
        this.to = to;
    }

    /** {@return where it stands} */
    public ItemState from() {
        return from;
    }

    /** {@return where it was to go} */
    public ItemState to() {
        return to;
    }
}
