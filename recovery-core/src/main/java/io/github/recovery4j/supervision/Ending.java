package io.github.recovery4j.supervision;

/** How going through the strategies ended. */
sealed interface Ending {

    /** How often something was tried. */
    int tries();

    /** It is well again. */
    record Cured(String by, int tries) implements Ending {}

    /** What was done has turned it into a failure of another kind. */
    record Turned(Diagnosis.Failed into, int tries) implements Ending {}

    /** Nothing helped, or nothing may be tried now; it may be tried again. */
    record InVain(String reason, int tries) implements Ending {}

    /** Somebody has to look at it before anything is tried again. */
    record GivenUp(String reason, int tries) implements Ending {}
}
