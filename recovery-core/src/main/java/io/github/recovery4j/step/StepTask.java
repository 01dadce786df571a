package io.github.recovery4j.step;

/** What a step without a result does. */
@FunctionalInterface
public interface StepTask {

    /**
     * Does it, under the conditions of {@link StepAction#execute}.
     *
     * @param step which step this is, and how often it was tried
     * @throws Exception if it failed
     */
    void execute(StepContext step) throws Exception;
}
