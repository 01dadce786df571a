package io.github.recovery4j.supervision;

/** Does something to cure a failure. It should end when its thread is interrupted. */
@FunctionalInterface
public interface CureAction {

    /**
     * Does it.
     *
     * @param failure what was found
     * @throws Exception if it could not be done
     */
    void cure(Diagnosis.Failed failure) throws Exception;
}
