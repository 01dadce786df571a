package io.github.recovery4j.queue;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.Coder;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;

/**
 * What all queues share.
 *
 * @param codec encodes what is submitted
 * @param listener is told what happens
 * @param clock the wall clock
 * @param ticker measures how long claims hold
 */
record QueueTools(StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker) {

    Encoded encode(Object payload) {
        return new Coder(codec).encode(payload);
    }
}
