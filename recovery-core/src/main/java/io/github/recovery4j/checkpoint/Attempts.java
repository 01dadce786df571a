package io.github.recovery4j.checkpoint;

/**
 * How often a run was tried since its newest checkpoint: the record that ends an endless crash loop, and that holds what a
 * person has said about the run.
 *
 * @param generation how far the run was when the last attempt began: its newest generation, plus the number of steps it
 *     has done or undone, and of moves of its cursors; 0 before the first
 * @param count attempts that began at that generation
 * @param instruction what a person has said since the last attempt began
 */
public record Attempts(long generation, int count, Instruction instruction) {

    /** What a person has said about a run; the next attempt uses it up. Storages keep the name. */
    public enum Instruction {
        /** Nothing. */
        NONE,
        /** A run that waits may go on. */
        RELEASED,
        /** The work was cancelled: nobody goes on with it of their own accord. */
        CANCELLED
    }

    /** A run that was never tried. */
    public static final Attempts NONE = new Attempts(0, 0, Instruction.NONE);

    /** {@return whether an operator has let a waiting run go on} */
    public boolean released() {
        return instruction == Instruction.RELEASED;
    }

    /** {@return whether its work was cancelled by somebody} */
    public boolean cancelled() {
        return instruction == Instruction.CANCELLED;
    }

    /**
     * {@return how many attempts began without getting on}
     *
     * @param newest how far the run is now
     */
    public int since(long newest) {
        return newest == generation ? count : 0;
    }

    /**
     * {@return the record of one more attempt, which uses up what was said}
     *
     * @param newest how far the run is now
     */
    public Attempts begin(long newest) {
        return new Attempts(newest, since(newest) + 1, Instruction.NONE);
    }

    /** {@return the record of a run that an operator has let go on, with its attempts forgiven} */
    public Attempts release() {
        return new Attempts(generation, 0, Instruction.RELEASED);
    }

    /** {@return the record of a run whose work was cancelled} */
    public Attempts cancel() {
        return new Attempts(generation, count, Instruction.CANCELLED);
    }
}
