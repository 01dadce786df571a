package io.github.recovery4j.child;

import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import java.time.Duration;

/** What has not been well once since the start has not failed, until the time for that is over. */
final class Starting implements FailureDetector {

    private final FailureDetector detector;
    private final Age age;
    private final Duration limit;
    private volatile boolean wasWell;

    Starting(FailureDetector detector, Age age, Duration limit) {
        this.detector = detector;
        this.age = age;
        this.limit = limit;
    }

    @Override
    public Diagnosis diagnose() throws Exception {
        Diagnosis diagnosis = detector.diagnose();
        if (diagnosis instanceof Diagnosis.Healthy) {
            wasWell = true;
        }
        return diagnosis instanceof Diagnosis.Failed failed
                        && !wasWell
                        && age.now().compareTo(limit) < 0
                ? Diagnosis.unknown("it is starting; " + failed.reason())
                : diagnosis;
    }
}
