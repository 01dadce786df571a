package io.github.recovery4j.child;

import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import java.time.Duration;

/** Disconnected when a probe is down; frozen when it gets no answer for longer than a limit. */
final class Answers implements FailureDetector {

    private final FailureDetector detector;
    private final Duration limit;
    private final Lasting unanswered;

    Answers(Probe probe, Duration limit, Age age) {
        this.detector = FailureDetector.of(FailureKind.DISCONNECTED, probe);
        this.limit = limit;
        this.unanswered = new Lasting(age);
    }

    @Override
    public Diagnosis diagnose() throws Exception {
        Diagnosis diagnosis = detector.diagnose();
        Duration silent = unanswered.look(diagnosis instanceof Diagnosis.Unknown);
        return diagnosis instanceof Diagnosis.Unknown unknown && silent.compareTo(limit) > 0
                ? Diagnosis.failed(
                        FailureKind.FROZEN, "no answer for %s, %s".formatted(Age.text(silent), unknown.reason()))
                : diagnosis;
    }
}
