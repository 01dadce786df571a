package io.github.recovery4j.lease;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.Optional;

/**
 * What a lease is about.
 *
 * @param job the exact name of the job
 * @param name what of the job: the text of a run id, or {@code admission}
 */
public record LeaseKey(String job, String name) {

    private static final String ADMISSION = "admission";

    /**
     * {@return the key of one run}
     *
     * @param run the run
     */
    public static LeaseKey of(RunKey run) {
        return new LeaseKey(run.job(), run.id().text());
    }

    /**
     * {@return the key that serialises the choice between resuming an old run of a job and admitting a new one}
     *
     * @param job the job
     */
    public static LeaseKey admission(String job) {
        return new LeaseKey(job, ADMISSION);
    }

    /** {@return the run whose key this is; empty if it is the key of something else} */
    public Optional<RunKey> run() {
        return name.equals(ADMISSION) ? Optional.empty() : Optional.of(new RunKey(job, new RunId(name)));
    }

    @Override
    public String toString() {
        return job + "/" + name;
    }
}
