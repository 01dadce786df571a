package io.github.recovery4j.plan;

/**
 * Asks the live world whether a saved state can be resumed in it. It has no side effects, as a dry run asks too; what it
 * throws counts as {@link Validation.Unknown}. Ready-made ones are in {@link Validators}.
 *
 * @param <C> the configuration of the job
 * @param <S> its state
 */
@FunctionalInterface
public interface StateValidator<C, S> {

    /**
     * Validates one state.
     *
     * @param state what an earlier attempt left
     * @return whether it can be resumed
     * @throws Exception if it cannot be told
     */
    Validation validate(RecoveryState<C, S> state) throws Exception;
}
