package io.github.recovery4j.warm;

import io.github.recovery4j.probe.Probe;
import java.util.function.Function;

/**
 * What becomes of entries that were not refreshed when a sync ends that was not complete. None of them is ever deleted merely
 * because nobody spoke of it.
 *
 * @param <K> the keys
 */
public sealed interface Unrefreshed<K> {

    /**
     * {@return they are kept, and marked {@link Freshness#SUSPECT}}
     *
     * @param <K> the keys
     */
    static <K> Unrefreshed<K> keep() {
        return new Keep<>();
    }

    /**
     * {@return the live world is asked about each: what is certainly gone is deleted, all else is kept and marked {@link
     * Freshness#SUSPECT}}
     *
     * @param probes the question about a key: up if what it stands for is there, down if it certainly is not
     * @param <K> the keys
     */
    static <K> Unrefreshed<K> asking(Function<K, Probe> probes) {
        return new Ask<>(probes);
    }

    /**
     * They are kept.
     *
     * @param <K> the keys
     */
    record Keep<K>() implements Unrefreshed<K> {}

    /**
     * The live world is asked, about one after the other, while the gate is still closed.
     *
     * @param probes the question about a key
     * @param <K> the keys
     */
    record Ask<K>(Function<K, Probe> probes) implements Unrefreshed<K> {}
}
