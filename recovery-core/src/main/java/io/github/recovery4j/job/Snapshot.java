package io.github.recovery4j.job;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** A state and the positions in the sources that belong to it. */
record Snapshot<S>(S state, Map<String, Long> positions) {

    Snapshot<S> with(S newer) {
        return new Snapshot<>(newer, positions);
    }

    Snapshot<S> with(S newer, String source, long position) {
        Map<String, Long> moved = new HashMap<>(positions);
        moved.put(source, position);
        return new Snapshot<>(newer, Collections.unmodifiableMap(moved));
    }
}
