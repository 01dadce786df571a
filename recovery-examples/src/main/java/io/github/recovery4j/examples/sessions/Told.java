package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.examples.console.Words;
import java.util.function.Consumer;

/** Tells people what a supervisor finds out and decides. */
final class Told implements RecoveryListener {

    private final Consumer<String> out;

    Told(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void on(RecoveryEvent event) {
        if (event instanceof RecoveryEvent.FailureDetected found) {
            out.accept("%s: %s, %s; noticed after %s at most"
                    .formatted(found.subject(), found.kind(), found.reason(), Words.time(found.undetected())));
        } else if (event instanceof RecoveryEvent.Cured cured) {
            out.accept("%s: well again after %s".formatted(cured.subject(), Words.time(cured.took())));
        } else if (event instanceof RecoveryEvent.Escalated escalated) {
            out.accept("%s: somebody has to look at it, %s; that is tried again later"
                    .formatted(escalated.subject(), escalated.reason()));
        }
    }
}
