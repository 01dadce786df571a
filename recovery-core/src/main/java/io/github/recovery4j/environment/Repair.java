package io.github.recovery4j.environment;

import java.util.List;

/** Brings services of an environment back, instead of giving the environment up. */
@FunctionalInterface
public interface Repair {

    /**
     * Repairs. That it returns is not trusted: the environment is inspected again until all is well, for a while.
     *
     * @param environment the name of the environment, which is there
     * @param services those that are required and not up; empty if the environment itself was stopped
     * @throws BeyondRepairException if it never will work; the environment is disposed of then, and the job begun anew
     * @throws Exception if it did not work this time; the run is refused then, and kept
     */
    void repair(String environment, List<String> services) throws Exception;
}
