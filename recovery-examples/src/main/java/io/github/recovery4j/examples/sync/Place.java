package io.github.recovery4j.examples.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where the nodes run. */
enum Place {
    /** Simulated ones, as processes of this machine. */
    @JsonProperty("processes")
    PROCESSES,
    /** Real ones, in an enclave of Kurtosis. */
    @JsonProperty("kurtosis")
    KURTOSIS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
