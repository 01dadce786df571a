package io.github.recovery4j.examples.sync;

import java.util.Locale;

/** The consensus clients that the Ethereum package of Kurtosis knows. */
enum ConsensusClient {
    GRANDINE,
    LIGHTHOUSE,
    LODESTAR,
    NIMBUS,
    PRYSM,
    TEKU;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
