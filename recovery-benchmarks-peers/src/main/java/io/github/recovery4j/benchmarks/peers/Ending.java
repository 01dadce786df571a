package io.github.recovery4j.benchmarks.peers;

/** Some peers leave threads behind that would keep a process alive for ever. */
final class Ending {

    private Ending() {}

    /** Ends the process when any thread dies of an exception, the main thread above all. */
    static void withMain() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            System.err.println(thread + " died");
            thrown.printStackTrace();
            System.exit(1);
        });
    }
}
