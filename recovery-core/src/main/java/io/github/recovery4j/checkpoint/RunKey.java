package io.github.recovery4j.checkpoint;

/**
 * Names one run of one job. Any non-empty text is a job name: stores encode what their medium cannot hold and never
 * take one name for another.
 *
 * @param job the name of the job
 * @param id the run
 */
public record RunKey(String job, RunId id) {

    /**
     * Checks the job's name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public RunKey {
        if (job.isEmpty()) {
            throw new IllegalArgumentException("A job's name must not be empty");
        }
    }

    @Override
    public String toString() {
        return job + "/" + id;
    }
}
