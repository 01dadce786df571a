package io.github.recovery4j.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that can own leases. A pid alone does not name it, as pids are used again.
 *
 * @param host the name of its machine
 * @param pid its process id there
 * @param startedAt when it was started, to the precision the operating system tells; {@link Instant#EPOCH} if it does
 *     not
 */
public record Owner(String host, long pid, Instant startedAt) {

    /** Start times are told relative to the boot of the machine, which shifts when its clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final String THIS_HOST = hostName();

    /** {@return this process} */
    public static Owner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(THIS_HOST, self.pid(), startOf(self));
    }

    /**
     * {@return whether the process may still be alive: false only if it is known to be gone, which only its own machine
     * can tell}
     */
    public boolean mayBeAlive() {
        return !isOfThisMachine()
                || ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(this::startedAtTheSameTime)
                        .isPresent();
    }

    /** {@return whether it runs, or ran, on the machine that asks} */
    public boolean isOfThisMachine() {
        return host.equals(THIS_HOST);
    }

    private boolean startedAtTheSameTime(ProcessHandle process) {
        return Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) <= 0;
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return "process %d on %s".formatted(pid, host);
    }
}
