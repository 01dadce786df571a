package io.github.recovery4j.ledger;

/**
 * The time that a thread spends in somebody else's code: it can be interrupted there, and given up. Begins when it is created.
 * Safe for use by many threads.
 */
final class Visit {

    private final Thread visitor;
    private State state = State.INSIDE;
    private boolean late;

    private enum State {
        INSIDE,
        BACK,
        GIVEN_UP
    }

    Visit(Thread visitor) {
        this.visitor = visitor;
    }

    /** Interrupts it, if it has not ended. */
    synchronized void interrupt() {
        if (state == State.INSIDE) {
            visitor.interrupt();
        }
    }

    /** The same, as its time is over. */
    synchronized void expire() {
        late |= state == State.INSIDE;
        interrupt();
    }

    /** Ends it for everybody but the visitor; tells whether it had not ended. */
    synchronized boolean giveUp() {
        boolean inside = state == State.INSIDE;
        if (inside) {
            state = State.GIVEN_UP;
        }
        return inside;
    }

    /** Called by the visitor at the end: whether it was not given up. No interrupt of the visit comes after that. */
    synchronized boolean end() {
        if (state == State.GIVEN_UP) {
            return false;
        }
        state = State.BACK;
        Thread.interrupted(); // it was meant for the visit
        return true;
    }

    /** Whether its time was over before it ended. */
    synchronized boolean isLate() {
        return late;
    }
}
