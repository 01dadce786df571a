/**
 * Metrics, observations and health for Micrometer. Start at {@link io.github.recovery4j.micrometer.RecoveryMetrics}.
 */
module io.github.recovery4j.micrometer {
    requires static transitive org.jspecify;
    requires transitive io.github.recovery4j.core;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires org.slf4j;

    exports io.github.recovery4j.micrometer;
}
