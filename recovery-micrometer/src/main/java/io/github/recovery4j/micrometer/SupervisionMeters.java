package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.KIND;
import static io.github.recovery4j.micrometer.Tag.SUBJECT;

import io.github.recovery4j.event.RecoveryEvent.Cured;
import io.github.recovery4j.event.RecoveryEvent.Escalated;
import io.github.recovery4j.event.RecoveryEvent.FailureDetected;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.supervision.Supervisor;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is supervised. */
final class SupervisionMeters implements Area {

    private static final Definition STATE = Definition.gauge(
            "recovery4j.subject.state",
            "",
            "1 for the condition of a subject of a supervisor that is watched, 0 for the others",
            SUBJECT,
            Tag.of("state", Condition.class));
    private static final Definition TRIES_LEFT = Definition.gauge(
            "recovery4j.subject.tries.left", "", "what the budget of such a subject allows now", SUBJECT);
    private static final Definition DETECTION = Definition.timer(
            "recovery4j.subject.detection",
            "for how long a failure may have been there when it was found, at most: the time to detect",
            SUBJECT,
            KIND);
    private static final Definition RECOVERY = Definition.timer(
            "recovery4j.subject.recovery",
            "from finding a failure of this kind to seeing that it is over: the time to recover",
            SUBJECT,
            KIND);
    private static final Definition ESCALATIONS = Definition.counter(
            "recovery4j.subject.escalations",
            "failures against which nothing helped; somebody should look",
            SUBJECT,
            KIND);

    private final Meters meters;
    private final Map<String, String> kinds = new ConcurrentHashMap<>();

    SupervisionMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(STATE, TRIES_LEFT, DETECTION, RECOVERY, ESCALATIONS);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(FailureDetected.class, event -> {
            kinds.put(event.subject(), event.kind());
            meters.time(DETECTION, event.undetected(), event.subject(), event.kind());
        });
        routes.on(Cured.class, this::cured);
        routes.on(Escalated.class, event -> meters.count(ESCALATIONS, event.subject(), event.kind()));
    }

    private void cured(Cured event) {
        String kind = kinds.remove(event.subject());
        meters.time(RECOVERY, event.took(), event.subject(), kind == null ? Names.NONE : kind);
    }

    Watching watch(Supervisor supervisor) {
        List<Meter> gauges = new ArrayList<>();
        for (String subject :
                supervisor.statuses().stream().map(SubjectStatus::name).toList()) {
            for (Condition state : Condition.values()) {
                gauges.addAll(meters.gauge(
                        STATE,
                        () -> supervisor.status(subject).condition() == state ? 1 : 0,
                        subject,
                        Tag.word(state)));
            }
            gauges.addAll(
                    meters.gauge(TRIES_LEFT, () -> supervisor.status(subject).triesLeft(), subject));
        }
        return new Watching(meters, gauges);
    }
}
