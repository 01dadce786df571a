package io.github.recovery4j.queue;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.durable.Body;
import io.github.recovery4j.durable.Event;
import io.github.recovery4j.durable.Fold;
import io.github.recovery4j.queue.Item.Standing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The work of a queue: what waits, in the order in which it is handed out, what is being done, and what was finished. */
final class QueueFold implements Fold<QueueChange> {

    /** So many rewinds are known: who submits at a place that did not survive the ones before is not told. */
    private static final int REWINDS = 1_000;

    private final QueueDefinition<?> definition;
    private final Map<String, Item> items = new HashMap<>();
    private final NavigableSet<Item> pending = new TreeSet<>(
            comparingInt((Item item) -> item.terms().priority()).reversed().thenComparingLong(Item::number));
    private final NavigableSet<Item> deadlines =
            new TreeSet<>(comparing((Item item) -> item.terms().deadline().orElse(Instant.MAX))
                    .thenComparingLong(Item::number));
    private final NavigableSet<Item> processing = new TreeSet<>(comparingLong(Item::number));
    private final NavigableSet<Item> finished = new TreeSet<>(
            comparingLong(Item::newest).thenComparingLong(Item::number)); // several may be orphaned at once
    private final Deque<Orphaned> gone = new ArrayDeque<>();

    QueueFold(QueueDefinition<?> definition) {
        this.definition = definition;
    }

    Optional<Item> item(String id) {
        return Optional.ofNullable(items.get(id));
    }

    Collection<Item> items() {
        return items.values();
    }

    /** What waits, the next one first. */
    NavigableSet<Item> pending() {
        return pending;
    }

    NavigableSet<Item> processing() {
        return processing;
    }

    QueueCounts counts() {
        int completed = (int) finished.stream()
                .filter(item -> item.state() == ItemState.COMPLETED)
                .count();
        return new QueueCounts(pending.size(), processing.size(), completed, finished.size() - completed);
    }

    boolean isGone(Waypoint waypoint) {
        return gone.stream().anyMatch(each -> each.contains(waypoint));
    }

    boolean knows(Orphaned waypoints) {
        return gone.contains(waypoints);
    }

    /** What hangs on some waypoints, wherever it stands. */
    List<Item> hangingOn(Orphaned waypoints) {
        return items.values().stream()
                .filter(item ->
                        item.terms().origin().filter(waypoints::contains).isPresent())
                .toList();
    }

    @Override
    public Body encode(QueueChange change) {
        return change.encoded();
    }

    @Override
    public QueueChange decode(Body body) {
        return QueueChange.decoded(body);
    }

    @Override
    public void apply(Event<QueueChange> event) {
        QueueChange change = event.change();
        if (change instanceof QueueChange.Submitted it) {
            submit(event, it);
        } else if (change instanceof QueueChange.Claimed it) {
            change(it.id(), event, item -> item.at(claimed(item.standing(), event)));
        } else if (change instanceof QueueChange.Returned it) {
            change(it.id(), event, item -> item.at(returned(item.standing(), event, it)));
        } else if (change instanceof QueueChange.Completed it) {
            change(it.id(), event, item -> item.at(completed(item.standing(), event, it)));
        } else if (change instanceof QueueChange.Failed it) {
            long kept = it.byClaimant() ? Long.MAX_VALUE : 0;
            change(it.id(), event, item -> item.at(failed(item.standing(), event, it.failure(), kept)));
        } else if (change instanceof QueueChange.Gone it) {
            orphan(event, it.waypoints());
        }
        forget(event.recorded());
    }

    private interface Step {
        Item of(Item before);
    }

    /** What could not be read when it was its turn must not undo what is known since. */
    private void change(String id, Event<QueueChange> event, Step step) {
        Item before = items.get(id);
        if (before != null && event.id() > before.newest()) {
            place(step.of(before));
        }
    }

    private void submit(Event<QueueChange> event, QueueChange.Submitted it) {
        Item before = items.get(it.id());
        if (before != null && (event.id() <= before.newest() || !before.isGivenUp())) {
            return;
        }
        Standing standing =
                new Standing(ItemState.PENDING, event.id(), event.recorded(), 0, 0, "", Optional.empty(), false);
        place(new Item(it.id(), it.terms(), it.payload(), event.id(), event.recorded(), standing));
    }

    private static Standing claimed(Standing from, Event<?> event) {
        return new Standing(
                ItemState.PROCESSING,
                event.id(),
                event.recorded(),
                event.id(),
                from.attempts() + 1,
                "",
                Optional.empty(),
                from.orphaned());
    }

    private static Standing returned(Standing from, Event<?> event, QueueChange.Returned it) {
        int attempts = it.counted() ? from.attempts() : Math.max(0, from.attempts() - 1);
        return new Standing(
                ItemState.PENDING, event.id(), event.recorded(), 0, attempts, "", Optional.empty(), from.orphaned());
    }

    private static Standing completed(Standing from, Event<?> event, QueueChange.Completed it) {
        return new Standing(
                ItemState.COMPLETED,
                event.id(),
                event.recorded(),
                from.claim(),
                from.attempts(),
                it.outcome(),
                Optional.empty(),
                from.orphaned());
    }

    private static Standing failed(Standing from, Event<?> event, Failure why, long mostClaim) {
        return new Standing(
                ItemState.FAILED,
                event.id(),
                event.recorded(),
                Math.min(from.claim(), mostClaim),
                from.attempts(),
                "",
                Optional.of(why),
                from.orphaned() || why.kind() == Failure.Kind.ORPHANED);
    }

    private void orphan(Event<QueueChange> event, Orphaned waypoints) {
        gone.addLast(waypoints);
        while (gone.size() > REWINDS) {
            gone.removeFirst();
        }
        Failure why = new Failure(
                Failure.Kind.ORPHANED,
                "cursor '%s' of '%s' went back".formatted(waypoints.cursor(), waypoints.store()));
        for (Item item : hangingOn(waypoints)) {
            if (event.id() > item.newest() && !item.isFinished()) {
                place(item.at(failed(item.standing(), event, why, 0)));
            } else if (item.isFinished()) {
                place(item.at(marked(item.standing())));
            }
        }
    }

    private static Standing marked(Standing from) {
        return new Standing(
                from.state(),
                from.newest(),
                from.changed(),
                from.claim(),
                from.attempts(),
                from.outcome(),
                from.failure(),
                true);
    }

    private void place(Item item) {
        Item before = items.put(item.id(), item);
        if (before != null) {
            unlist(before);
        }
        switch (item.state()) {
            case PENDING -> {
                pending.add(item);
                item.terms().deadline().ifPresent(end -> deadlines.add(item));
            }
            case PROCESSING -> processing.add(item);
            case COMPLETED, FAILED -> finished.add(item);
        }
    }

    private void unlist(Item before) {
        pending.remove(before);
        deadlines.remove(before);
        processing.remove(before);
        finished.remove(before);
    }

    private void forget(Instant now) {
        Instant old = now.minus(definition.finishedAge());
        while (finished.size() > definition.finishedMost() || isOld(old)) {
            Item oldest = finished.first();
            finished.remove(oldest);
            items.remove(oldest.id());
        }
    }

    private boolean isOld(Instant old) {
        return !finished.isEmpty() && !finished.first().standing().changed().isAfter(old);
    }

    /** What waited too long. */
    List<QueueChange> late(Instant now) {
        List<QueueChange> found = new ArrayList<>();
        for (Item item : deadlines) {
            if (!item.terms().isOver(now)) {
                break;
            }
            Failure late = new Failure(
                    Failure.Kind.EXPIRED,
                    "its deadline was " + item.terms().deadline().orElseThrow());
            found.add(new QueueChange.Failed(item.id(), late, false));
        }
        return found;
    }

    @Override
    public Stream<ByteBuffer> parts() {
        List<Orphaned> rewinds = List.copyOf(gone);
        List<Item> all = List.copyOf(items.values());
        return Stream.concat(rewinds.stream().map(QueueFold::part), all.stream().map(QueueFold::part));
    }

    private static ByteBuffer part(Orphaned waypoints) {
        FieldWriter writer = new FieldWriter().flag(false);
        TermsFields.write(writer, waypoints);
        return writer.done();
    }

    private static ByteBuffer part(Item item) {
        FieldWriter writer = new FieldWriter().flag(true).text(item.id());
        TermsFields.write(writer, item.terms());
        writer.encoded(item.payload()).longNumber(item.number()).instant(item.submitted());
        Standing at = item.standing();
        writer.text(at.state().name())
                .longNumber(at.newest())
                .instant(at.changed())
                .longNumber(at.claim())
                .number(at.attempts())
                .text(at.outcome())
                .flag(at.orphaned())
                .flag(at.failure().isPresent());
        at.failure().ifPresent(why -> TermsFields.write(writer, why));
        return writer.done();
    }

    @Override
    public void restore(ByteBuffer part) {
        FieldReader reader = new FieldReader(part);
        if (!reader.flag()) {
            gone.addLast(TermsFields.orphaned(reader));
            return;
        }
        Item item = item(reader);
        Item known = items.get(item.id());
        if (known == null || known.newest() < item.newest()) {
            place(item);
        }
    }

    private static Item item(FieldReader reader) {
        String id = reader.text();
        Terms terms = TermsFields.terms(reader);
        Encoded payload = reader.encoded();
        long number = reader.longNumber();
        Instant submitted = reader.instant();
        return new Item(id, terms, payload, number, submitted, standing(reader));
    }

    private static Standing standing(FieldReader reader) {
        ItemState state = ItemState.valueOf(reader.text());
        long newest = reader.longNumber();
        Instant changed = reader.instant();
        long claim = reader.longNumber();
        int attempts = reader.number();
        String outcome = reader.text();
        boolean orphaned = reader.flag();
        Optional<Failure> failure = reader.flag() ? Optional.of(TermsFields.failure(reader)) : Optional.empty();
        return new Standing(state, newest, changed, claim, attempts, outcome, failure, orphaned);
    }
}
