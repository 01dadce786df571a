package io.github.recovery4j.takeover;

import io.github.recovery4j.job.RecoverableJob;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs that this process can go on with, by name. Safe for use by many threads. */
final class Jobs {

    private final Map<String, RecoverableJob<?, ?, ?>> byName = new ConcurrentHashMap<>();

    void add(RecoverableJob<?, ?, ?> job) {
        RecoverableJob<?, ?, ?> before = byName.putIfAbsent(job.name(), job);
        if (before != null && before != job) {
            throw new IllegalArgumentException(
                    "Another job is registered as '%s'; the first one stays".formatted(job.name()));
        }
    }

    Optional<RecoverableJob<?, ?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
