package io.github.recovery4j.benchmarks.peers;
/** X. */
final class Space {}
