/** Checkpoints, recovery plans and resumable jobs. Start at {@link io.github.recovery4j.Recovery}. */
module io.github.recovery4j.core {
    requires static transitive org.jspecify;
    requires java.management;
    requires java.net.http;
    requires org.slf4j;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;

    exports io.github.recovery4j;
    exports io.github.recovery4j.audit;
    exports io.github.recovery4j.checkpoint;
    exports io.github.recovery4j.child;
    exports io.github.recovery4j.codec;
    exports io.github.recovery4j.cursor;
    exports io.github.recovery4j.disk;
    exports io.github.recovery4j.environment;
    exports io.github.recovery4j.event;
    exports io.github.recovery4j.file;
    exports io.github.recovery4j.health;
    exports io.github.recovery4j.job;
    exports io.github.recovery4j.journal;
    exports io.github.recovery4j.journaling;
    exports io.github.recovery4j.lease;
    exports io.github.recovery4j.ledger;
    exports io.github.recovery4j.memory;
    exports io.github.recovery4j.plan;
    exports io.github.recovery4j.probe;
    exports io.github.recovery4j.process;
    exports io.github.recovery4j.queue;
    exports io.github.recovery4j.saga;
    exports io.github.recovery4j.settings;
    exports io.github.recovery4j.shutdown;
    exports io.github.recovery4j.step;
    exports io.github.recovery4j.storage;
    exports io.github.recovery4j.supervision;
    exports io.github.recovery4j.takeover;
    exports io.github.recovery4j.time;
    exports io.github.recovery4j.warm;

    uses io.github.recovery4j.codec.StateCodec;
}
