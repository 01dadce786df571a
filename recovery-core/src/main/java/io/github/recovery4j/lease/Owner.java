package io.github.recovery4j.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
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

    /** {@return this process} */
    public static Owner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(hostName(), self.pid(), startOf(self));
    }

    /**
     * {@return whether the process may still be alive: false only if it is known to be gone, which only its own machine
     * can tell}
     */
    public boolean mayBeAlive() {
        return !host.equals(hostName())
                || ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> startOf(process).equals(startedAt))
                        .isPresent();
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
