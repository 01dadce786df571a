package io.github.recovery4j.job;

/** The state of a job that has none: what it has done is told by its steps alone. */
public record NoState() {}
