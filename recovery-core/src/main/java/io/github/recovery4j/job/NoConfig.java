package io.github.recovery4j.job;

/** The configuration of a job that has none: there is one life of it at a time. */
public record NoConfig() {}
