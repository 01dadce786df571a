package io.github.recovery4j.queue;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows work as its users see it.
 *
 * @param codec decodes what was submitted
 * @param type what that is
 * @param queue the name of the queue, for messages
 */
record Reading<T>(StateCodec codec, Class<T> type, String queue) {

    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    T payload(Item item) {
        return codec.decode(item.payload(), type);
    }

    WorkItem<T> view(Item item) {
        Item.Standing at = item.standing();
        return new WorkItem<>(
                item.id(),
                payload(item),
                item.terms(),
                at.state(),
                at.attempts(),
                at.state() == ItemState.COMPLETED ? Optional.of(at.outcome()) : Optional.empty(),
                at.failure(),
                at.orphaned(),
                item.submitted(),
                at.changed());
    }

    /** Those that can be decoded. */
    List<WorkItem<T>> views(List<Item> items) {
        List<WorkItem<T>> readable = new ArrayList<>();
        for (Item item : items) {
            try {
                readable.add(view(item));
            } catch (CodecException e) {
                log.debug("'{}' in {} is left out: {}", item.id(), queue, e.getMessage());
            }
        }
        return readable;
    }

    /** To be handed out; what cannot be decoded is set aside, and not tried again by this process. */
    Optional<T> toHandOut(Item item, Claims claims) {
        try {
            return Optional.of(payload(item));
        } catch (CodecException e) {
            log.warn(
                    "'{}' in {} cannot be read, it is kept and handed out to nobody: {}",
                    item.id(),
                    queue,
                    e.toString());
            claims.misunderstood(item.id(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
