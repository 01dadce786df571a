package io.github.recovery4j.plan;

import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.step.StepHistory;
import io.github.recovery4j.storage.RunJournals;
import java.util.List;
import java.util.Optional;

/**
 * What a planner does to the runs it looks at: everything in which a real start differs from a dry run.
 */
public interface Claims {

    /**
     * Takes the run, if nobody else has it.
     *
     * @param run which
     * @return empty if it is the caller's now; otherwise who has it, in words
     */
    Optional<String> claim(RunKey run);

    /**
     * Sets every generation of a run aside of which none is intact, unless somebody works on it. The run need not be
     * claimed.
     *
     * @param run which
     * @param damages its generations
     */
    void setAside(RunKey run, List<Damage> damages);

    /**
     * Gives a run back that turned out to be of no use; the caller then looks at all runs anew.
     *
     * @param run a run that was claimed
     */
    void release(RunKey run);

    /**
     * Sets a damaged generation of a claimed run aside.
     *
     * @param damage which
     */
    void quarantine(Damage damage);

    /**
     * {@return what is recorded of the steps of a run}
     *
     * @param run a run that was claimed
     */
    StepHistory steps(RunKey run);

    /**
     * {@return claims that only look: nothing is taken, locked or moved}
     *
     * @param leases where to look for owners
     * @param journals where to look for steps
     */
    static Claims looking(LeaseStore leases, RunJournals journals) {
        return new Claims() {
            @Override
            public Optional<String> claim(RunKey run) {
                return leases.holder(LeaseKey.of(run)).map(Holder::toString);
            }

            @Override
            public void setAside(RunKey run, List<Damage> damages) {
                // only a real start moves files
            }

            @Override
            public StepHistory steps(RunKey run) {
                return StepHistory.read(journals, run);
            }

            @Override
            public void release(RunKey run) {
                // nothing was taken
            }

            @Override
            public void quarantine(Damage damage) {
                // only a real start moves files
            }
        };
    }
}
