package io.github.recovery4j.testkit.sweep;

import java.util.Locale;

/**
 * One step of a {@link Script}.
 *
 * @param action what to do
 * @param run with which of the runs: 0, 1 or 2; the first two belong to one job, the third to another whose name begins
 *     alike
 */
record Step(Action action, int run) {

    /** What a step does. */
    enum Action {
        /** Opens the storage; one that is open is closed first. */
        OPEN,
        /** Takes the lease of a run. */
        OWN,
        /** Saves the next generation. */
        SAVE,
        /** Records an attempt. */
        COUNT,
        /** Loads what there is. */
        LOAD,
        /** Saves a result, which may be forgotten after a day. */
        FINISH,
        /** Removes the run; the next step with it means another one. */
        REMOVE,
        /** Gives the lease back. */
        RELEASE,
        /** Lets eight days pass: more than an unfinished run is kept. */
        AGE,
        /** Closes the storage. */
        CLOSE;

        boolean hasRun() {
            return this != OPEN && this != AGE && this != CLOSE;
        }
    }

    static Step parse(String text) {
        String word = text.replaceAll("\\d", "");
        String number = text.substring(word.length());
        return new Step(Action.valueOf(word.toUpperCase(Locale.ROOT)), number.isEmpty() ? 0 : Integer.parseInt(number));
    }

    @Override
    public String toString() {
        return action.name().toLowerCase(Locale.ROOT) + (action.hasRun() ? run : "");
    }
}
