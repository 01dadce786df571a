package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.testkit.sweep.CrashSweep;
import io.github.recovery4j.testkit.sweep.FaultSweep;
import io.github.recovery4j.testkit.sweep.RotSweep;
import io.github.recovery4j.testkit.sweep.Script;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What every storage on a disk has to pass, with few choices, as it is run for every mutant. */
enum Suite {

    /** The power goes, or the process is killed. */
    CRASHES {
        @Override
        Optional<String> complaint(StorageOpener opener, long seed) {
            CrashSweep sweep = new CrashSweep(opener, seed, 50);
            return complaintOf(() -> Script.small().forEach(sweep::run));
        }
    },

    /** Operations of the disk fail. */
    FAULTS {
        @Override
        Optional<String> complaint(StorageOpener opener, long seed) {
            FaultSweep sweep = new FaultSweep(opener, seed);
            return complaintOf(() -> {
                for (String script : List.of(
                        "open own0 save0 save0 close",
                        "open own0 save0 release0 own0 load0 count0 save0 load0 close")) {
                    sweep.run(Script.of(script));
                }
            });
        }
    },

    /** Files are damaged. */
    ROT {
        @Override
        Optional<String> complaint(StorageOpener opener, long seed) {
            RotSweep sweep = new RotSweep(opener, seed, 3);
            return complaintOf(() -> sweep.run(Script.of("open own0 save0 save0 close")));
        }
    },

    /** Everything goes well. */
    CONTRACT {
        @Override
        Optional<String> complaint(StorageOpener opener, long seed) {
            return complaintOfTests(ContractOfMutant.class, 20, tests -> ContractOfMutant.TESTED.test(opener, tests));
        }
    };

    private static volatile boolean complained;

    /** Whether a test has failed of those that are being run. */
    static boolean hasComplained() {
        return complained;
    }

    /** What is wrong with the storage, if this finds anything. */
    abstract Optional<String> complaint(StorageOpener opener, long seed);

    static Optional<String> complaintOf(Runnable proof) {
        try {
            proof.run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What fails first in a class of tests, which are run by what is handed in, in this thread; one class at a time, as each is
     * told whether there was a complaint.
     */
    static synchronized Optional<String> complaintOfTests(Class<?> type, int seconds, Consumer<Runnable> runner) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .configurationParameter("junit.jupiter.execution.timeout.default", seconds + " s")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        complained = false;
        SummaryGeneratingListener listener = new SummaryGeneratingListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                super.executionFinished(test, result);
                complained |= result.getStatus() == TestExecutionResult.Status.FAILED;
            }
        };
        runner.accept(() -> LauncherFactory.create().execute(request, listener));
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsStartedCount() == 0) {
            throw new AssertionError("The contract has no tests");
        }
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .findFirst();
    }
}
