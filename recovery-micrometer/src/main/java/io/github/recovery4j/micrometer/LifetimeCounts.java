package io.github.recovery4j.micrometer;

import java.util.List;
import java.util.Map;

/**
 * Counts of all lives of a program, as the codec of the recovery stores them.
 *
 * <pre>{@code
 * {"counts":[{"meter":"recovery4j.starts","tags":{"job.name":"sync","start":"warm"},"count":17}]}
 * }</pre>
 *
 * @param counts each of another meter, or of other tags
 */
public record LifetimeCounts(List<Count> counts) {

    /** Takes a copy. */
    public LifetimeCounts {
        counts = List.copyOf(counts);
    }

    /**
     * One count.
     *
     * @param meter the name of the counter or timer
     * @param tags its tags
     * @param count how often it was told something
     */
    public record Count(String meter, Map<String, String> tags, long count) {

        /** Takes a copy. */
        public Count {
            tags = Map.copyOf(tags);
        }
    }
}
