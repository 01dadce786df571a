package io.github.recovery4j.testkit.crash;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lives of a job in one place, until one ended by itself.
 *
 * @param crashes where the others ended, in order
 * @param end how the last one ended
 * @param effects how often each effect was begun in all of them
 */
record Trial(List<Boundary> crashes, Ending end, Map<String, Integer> effects) {

    Trial {
        crashes = List.copyOf(crashes);
        effects = Map.copyOf(effects);
    }

    List<Integer> numbers() {
        return crashes.stream().map(Boundary::number).toList();
    }

    /** How many boundaries the last life passed. */
    int boundaries() {
        return end instanceof Ending.Finished finished ? finished.boundaries() : 0;
    }

    /** What the job threw, if it is known. */
    @Nullable
    Throwable cause() {
        return end instanceof Ending.Failed failed ? failed.cause() : null;
    }

    /** What repeats it. */
    String at() {
        return numbers().stream().map(String::valueOf).collect(Collectors.joining(", ", "at(", ")"));
    }

    /** The crashes, a line each, and what repeats them. */
    String describe() {
        if (crashes.isEmpty()) {
            return "    without any crash";
        }
        return crashes.stream()
                .map(Boundary::toString)
                .collect(Collectors.joining(
                        "%n    and in the next life at ".formatted(),
                        "    at ",
                        "%n    to try only this: %s".formatted(at())));
    }
}
