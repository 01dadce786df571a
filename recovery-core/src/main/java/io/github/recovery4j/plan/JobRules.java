package io.github.recovery4j.plan;

/**
 * What a planner has to know of a job.
 *
 * @param name the job
 * @param configType what its saved configurations decode into
 * @param stateType what its saved states decode into
 * @param matcher tells whether a run belongs to a configuration
 * @param validator tells whether a state still holds
 * @param limits when to refuse
 * @param <C> the configuration of the job
 * @param <S> its state
 */
public record JobRules<C, S>(
        String name,
        Class<C> configType,
        Class<S> stateType,
        ConfigMatcher<C> matcher,
        StateValidator<? super C, ? super S> validator,
        Limits limits) {

    /**
     * When a run that could be resumed is not.
     *
     * @param maxAttempts how many attempts may begin without getting on, at least 1
     * @param hold whether a resumable run waits for an operator to release it
     * @param patience how long to wait for the live world to give an answer
     */
    public record Limits(int maxAttempts, boolean hold, Patience patience) {

        /** Twenty attempts, no waiting for an operator, the default patience. */
        public static final Limits DEFAULT = new Limits(20, false, Patience.DEFAULT);

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if not even one attempt is allowed
         */
        public Limits {
            if (maxAttempts < 1) {
                throw new IllegalArgumentException("A run needs at least one attempt, got " + maxAttempts);
            }
        }
    }
}
