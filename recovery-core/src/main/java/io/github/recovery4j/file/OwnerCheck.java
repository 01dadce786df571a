package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether a token is the current one of a run. Owners replace their file, they never change it: so it is read again only
 * if another file has its name by now. Safe for use by many threads.
 */
final class OwnerCheck {

    private final Volume volume;
    private final FileLeases leases;
    private final RunKey run;
    private final long token;
    private volatile Optional<Object> verified = Optional.empty();

    OwnerCheck(Volume volume, FileLeases leases, RunKey run, long token) {
        this.volume = volume;
        this.leases = leases;
        this.run = run;
        this.token = token;
    }

    /**
     * Looks at the owner file, unless it is the one that was looked at last.
     *
     * @throws FencedException if the run belongs to somebody else
     */
    void requireStillOwner() throws IOException {
        Optional<Object> now = volume.disk().identity(volume.owner(LeaseKey.of(run)));
        if (now.isEmpty() || !now.equals(verified)) {
            requireOwner();
            verified = now;
        }
    }

    /**
     * Reads the owner file.
     *
     * @throws FencedException if the run belongs to somebody else
     */
    void requireOwner() throws IOException {
        Optional<String> why = leases.whyFenced(LeaseKey.of(run), token);
        if (why.isPresent()) {
            throw new FencedException(run, token, why.get());
        }
    }
}
