package io.github.recovery4j.health;

/** Does something about what is not well. It should end when its thread is interrupted. */
@FunctionalInterface
public interface HealingAction {

    /**
     * Does it.
     *
     * @throws Exception if it could not be done; it is tried again, as the {@link Healing} allows
     */
    void heal() throws Exception;
}
