package io.github.recovery4j.examples.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a run is, or how its last attempt ended. One that was killed still says that it is running. */
enum Status {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("success")
    SUCCESS,
    @JsonProperty("timeout")
    TIMEOUT,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("error")
    ERROR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
