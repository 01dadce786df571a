package io.github.recovery4j.examples.sync;

import java.util.Locale;

/** The execution clients that the Ethereum package of Kurtosis knows. */
enum ExecutionClient {
    BESU,
    ERIGON,
    ETHEREUMJS,
    GETH,
    NETHERMIND,
    NIMBUS,
    RETH;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
