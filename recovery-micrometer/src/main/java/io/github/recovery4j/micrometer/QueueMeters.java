package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.CURSOR;
import static io.github.recovery4j.micrometer.Tag.QUEUE;

import io.github.recovery4j.event.RecoveryEvent.CursorRewound;
import io.github.recovery4j.event.RecoveryEvent.QueueOpened;
import io.github.recovery4j.event.RecoveryEvent.RewindExhausted;
import io.github.recovery4j.event.RecoveryEvent.WorkFailed;
import io.github.recovery4j.event.RecoveryEvent.WorkOrphaned;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.QueueCounts;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.time.Ticker;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Queues, of all tenants together, and the cursors that work hangs on. */
final class QueueMeters implements Area {

    private static final Duration STALE = Duration.ofSeconds(1);

    private static final Definition OPENED =
            Definition.counter("recovery4j.queue.opened", "queues that were opened", QUEUE);
    private static final Definition ITEMS = Definition.gauge(
            "recovery4j.queue.items",
            "",
            "pieces of work in a queue that is watched; NaN when it is closed",
            QUEUE,
            Tag.of("state", ItemState.class));
    private static final Definition TAKEN_BACK = Definition.counter(
            "recovery4j.queue.taken.back", "pieces of work that were being done when the last process ended", QUEUE);
    private static final Definition UNREADABLE = Definition.counter(
            "recovery4j.queue.unreadable", "things in queues that could not be read when they were opened", QUEUE);
    private static final Definition FAILURES =
            Definition.counter("recovery4j.queue.failures", "pieces of work that will not be done", QUEUE);
    private static final Definition ORPHANED = Definition.counter(
            "recovery4j.queue.orphaned",
            "pieces of work that hung on places a cursor gave up: they will not be done, or were done already",
            QUEUE,
            CURSOR,
            Tag.of("result", "given-up", "completed"));
    private static final Definition REWINDS = Definition.counter(
            "recovery4j.cursor.rewinds",
            "cursors that went back, or found no place that holds and stay where they are",
            CURSOR,
            Tag.of("result", "rewound", "exhausted"));

    private final Meters meters;
    private final Ticker ticker;

    QueueMeters(Meters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    static List<Definition> definitions() {
        return List.of(OPENED, ITEMS, TAKEN_BACK, UNREADABLE, FAILURES, ORPHANED, REWINDS);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(QueueOpened.class, event -> {
            meters.count(OPENED, event.queue());
            meters.count(TAKEN_BACK, event.takenBack(), event.queue());
            meters.count(UNREADABLE, event.unreadable(), event.queue());
        });
        routes.on(WorkFailed.class, event -> meters.count(FAILURES, event.queue()));
        routes.on(WorkOrphaned.class, event -> {
            meters.count(ORPHANED, event.givenUp(), event.queue(), event.cursor(), "given-up");
            meters.count(ORPHANED, event.completed(), event.queue(), event.cursor(), "completed");
        });
        routes.on(CursorRewound.class, event -> meters.count(REWINDS, event.cursor(), "rewound"));
        routes.on(RewindExhausted.class, event -> meters.count(REWINDS, event.cursor(), "exhausted"));
    }

    Watching watch(String name, WorkQueue<?> queue) {
        Recently<QueueCounts> counts = new Recently<>(queue::counts, STALE, ticker);
        List<Meter> gauges = new ArrayList<>();
        for (ItemState state : ItemState.values()) {
            gauges.addAll(meters.gauge(ITEMS, () -> count(counts.get(), state), name, Tag.word(state)));
        }
        return new Watching(meters, gauges);
    }

    private static int count(QueueCounts counts, ItemState state) {
        return switch (state) {
            case PENDING -> counts.pending();
            case PROCESSING -> counts.processing();
            case COMPLETED -> counts.completed();
            case FAILED -> counts.failed();
        };
    }
}
