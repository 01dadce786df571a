package io.github.recovery4j.queue;

import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.TextCodec;

/** Queues that take many snapshots, on the calling thread, so that little has to happen for much to happen. */
public final class SmallQueues {

    /** How often a piece of work is claimed. */
    public static final int ATTEMPTS = 3;

    /** Texts, tried three times, with a short rest between. */
    public static final QueueDefinition<String> TEXTS =
            QueueDefinition.named("texts", String.class).retry(RetryPolicy.attempts(ATTEMPTS));

    private static final long LEAST_TAIL = 4_000;

    private SmallQueues() {}

    public static Queues in(NamedJournals journals, ManualTime time) {
        return new Queues(
                journals,
                new QueueTools(new TextCodec(), event -> {}, time, time),
                new Snapshotting(Runnable::run, LEAST_TAIL));
    }
}
