package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen of an environment. */
public sealed interface Inspection {

    /**
     * It is there.
     *
     * @param state up if it can be gone on with; down if it is there and certainly cannot, as it was stopped
     * @param services its services by name, in a fixed order
     */
    record Present(Answer state, Map<String, Service> services) implements Inspection {

        /** Takes a copy of the map. */
        public Present {
            services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        }

        /**
         * An environment that is nothing but its services.
         *
         * @param services its services by name
         */
        public Present(Map<String, Service> services) {
            this(Answer.up(""), services);
        }
    }

    /**
     * It is certainly not there.
     *
     * @param reason what shows it
     */
    record Absent(String reason) implements Inspection {}

    /**
     * It could not be told.
     *
     * @param reason what kept it from being told
     */
    record Unknown(String reason) implements Inspection {}
}
