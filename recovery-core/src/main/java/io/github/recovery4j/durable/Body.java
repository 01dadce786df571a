package io.github.recovery4j.durable;

import java.nio.ByteBuffer;

/**
 * An encoded change.
 *
 * @param type what it is, 1 or more; 0 is an event of the engine
 * @param bytes all else; they do not change any more
 */
public record Body(int type, ByteBuffer bytes) {}
