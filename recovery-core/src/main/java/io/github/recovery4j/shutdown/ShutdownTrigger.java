package io.github.recovery4j.shutdown;

/** Starts a shutdown from outside: the place to plug a host's own lifecycle in. */
@FunctionalInterface
public interface ShutdownTrigger {

    /**
     * Arranges for the shutdown to be started when the time has come. It may be started more than once, from any
     * thread, and returns when the shutdown is over.
     *
     * @param shutdown the shutdown
     * @return takes the arrangement back; may be called during the shutdown, and more than once
     */
    Registration install(Runnable shutdown);

    /** An arrangement that can be taken back. */
    @FunctionalInterface
    interface Registration {

        /** Takes it back. */
        void remove();
    }

    /**
     * {@return a trigger for the end of the JVM, by {@code SIGTERM}, {@code SIGINT} or {@code System.exit}} The JVM then
     * exits with 143, 130 or the code that was given.
     */
    static ShutdownTrigger jvm() {
        return shutdown -> {
            Thread hook = new Thread(shutdown, "recovery4j-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    // the JVM is ending and the hook is running: there is nothing to take back
                }
            };
        };
    }

    /** {@return a trigger that never starts anything: the host calls {@code close} itself} */
    static ShutdownTrigger none() {
        return shutdown -> () -> {};
    }
}
