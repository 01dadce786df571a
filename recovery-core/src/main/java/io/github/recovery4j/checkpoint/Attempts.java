package io.github.recovery4j.checkpoint;

/**
 * How often a run was tried since its newest checkpoint: the record that ends an endless crash loop, and that lets an
 * operator release a run that waits.
 *
 * @param generation how far the run was when the last attempt began: its newest generation, plus the number of steps it
 *     has done or undone, and of moves of its cursors; 0 before the first
 * @param count attempts that began at that generation
 * @param released whether an operator has let a held run go on; the next attempt uses it up
 */
public record Attempts(long generation, int count, boolean released) {

    /** A run that was never tried. */
    public static final Attempts NONE = new Attempts(0, 0, false);

    /**
     * {@return how many attempts began without getting on}
     *
     * @param newest how far the run is now
     */
    public int since(long newest) {
        return newest == generation ? count : 0;
    }

    /**
     * {@return the record of one more attempt, which uses up a release}
     *
     * @param newest how far the run is now
     */
    public Attempts begin(long newest) {
        return new Attempts(newest, since(newest) + 1, false);
    }

    /** {@return the record of a run that an operator has let go on, with its attempts forgiven} */
    public Attempts release() {
        return new Attempts(generation, 0, true);
    }
}
