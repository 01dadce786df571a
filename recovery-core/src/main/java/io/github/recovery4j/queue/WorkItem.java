package io.github.recovery4j.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of work, as it was when it was asked for.
 *
 * @param id which
 * @param payload what was submitted, decoded for whoever asked
 * @param terms on which terms
 * @param state where it stands
 * @param attempts how often it was claimed; a claim that was given back untried does not count
 * @param outcome what came of it; empty if it is not completed
 * @param failure why it will not be done; empty if it has not failed
 * @param orphaned whether the place on which it hung does not hold any more; one that was
 *     completed before stays completed, the id of one that has failed may be submitted again
 * @param submitted when it was submitted, by the wall clock
 * @param changed when something last happened to it
 * @param <T> what is submitted
 */
public record WorkItem<T>(
        String id,
        T payload,
        Terms terms,
        ItemState state,
        int attempts,
        Optional<String> outcome,
        Optional<Failure> failure,
        boolean orphaned,
        Instant submitted,
        Instant changed) {}
