package io.github.recovery4j.supervision;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import java.util.List;

/**
 * Finds out whether something has failed, and how, without changing it. It may throw, and it may hang: both are {@link
 * Diagnosis.Unknown}. It should end when its thread is interrupted.
 */
@FunctionalInterface
public interface FailureDetector {

    /**
     * Looks at it.
     *
     * @return what it found out
     * @throws Exception if it could not be told
     */
    Diagnosis diagnose() throws Exception;

    /**
     * {@return a detector that finds one kind of failure: down is that, unknown is unknown}
     *
     * @param kind the kind
     * @param probe asks
     */
    static FailureDetector of(FailureKind kind, Probe probe) {
        return () -> {
            Answer answer = probe.ask();
            if (answer instanceof Answer.Up) {
                return Diagnosis.healthy();
            }
            String reason = "%s is %s".formatted(probe.name(), answer);
            return answer instanceof Answer.Down ? Diagnosis.failed(kind, reason) : Diagnosis.unknown(reason);
        };
    }

    /**
     * {@return a detector that looks for several kinds of failure, the deepest first: the first one that is found; unknown if
     * one before it could not tell}
     *
     * @param detectors asked one after the other, as long as all is well
     */
    static FailureDetector first(FailureDetector... detectors) {
        List<FailureDetector> inOrder = List.of(detectors);
        return () -> {
            for (FailureDetector detector : inOrder) {
                Diagnosis diagnosis = detector.diagnose();
                if (!(diagnosis instanceof Diagnosis.Healthy)) {
                    return diagnosis;
                }
            }
            return Diagnosis.healthy();
        };
    }
}
