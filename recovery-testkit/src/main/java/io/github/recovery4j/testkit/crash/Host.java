package io.github.recovery4j.testkit.crash;

/** Where a process lives. */
interface Host {

    /**
     * Lives one life of the job, and leaves nothing of it but what is in the place.
     *
     * @param place where
     * @param fatal the number of the boundary at which it ends, or {@link Life#NEVER}
     * @return how it ended
     * @throws InterruptedException if the thread is interrupted; the life is ended then
     */
    Ending live(Place place, int fatal) throws InterruptedException;
}
