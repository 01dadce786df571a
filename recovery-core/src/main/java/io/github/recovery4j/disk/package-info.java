/**
 * What the storages ask of a file system. {@link io.github.recovery4j.disk.Disk} has one method for each duty that can fail
 * by itself; {@code RealDisk} is the file system of this machine, {@code LockFile} its locks, {@code FileSystemCheck} knows
 * what some file systems do not keep; {@code ForwardingDisk} is the base for one that does a few things differently. This is
 * the only package that opens files.
 */
@NullMarked
package io.github.recovery4j.disk;

import org.jspecify.annotations.NullMarked;
