package io.github.recovery4j.journal;

import java.nio.file.Path;

/**
 * A file of a journal.
 *
 * @param base the position of its first record
 * @param path where it is
 */
record Segment(long base, Path path) {}
