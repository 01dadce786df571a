package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.cursor.Waypoint;

/**
 * The place on which a step hangs does not hold any more: its cursor went back. The step is not begun then; or, if that
 * happened while it was under way, what came of it does not count. Ask the cursor where it is, and go on from there.
 */
public final class StepOrphanedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StepOrphanedException(RunKey run, String step, Waypoint place, String consequence) {
        super("Step '%s' of run %s hangs on %s of cursor '%s', which does not hold any more; %s"
                .formatted(step, run, place, place.cursor(), consequence));
    }
}
