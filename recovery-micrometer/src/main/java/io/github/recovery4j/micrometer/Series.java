package io.github.recovery4j.micrometer;

import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A meter with values for its tags.
 *
 * @param definition which meter
 * @param values of its tags, in order, already limited
 */
record Series(Definition definition, List<String> values) {

    Tags tags() {
        return definition.tagsOf(values);
    }

    /** What it is called outside. */
    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int at = 0; at < values.size(); at++) {
            labels.put(definition.keys().get(at), values.get(at));
        }
        return labels;
    }
}
