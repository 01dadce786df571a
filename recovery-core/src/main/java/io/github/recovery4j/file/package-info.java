/**
 * Checkpoints and leases as files: the default storage, which needs nothing but a directory.
 *
 * <p>{@link io.github.recovery4j.file.FileStorage} is the entry point; its comment has the files, the save protocol,
 * its invariants and its crash moments. Behind it, each duty has a class: {@code ReportName} (what a file is called),
 * {@code Report} and {@code SealedLine} (what is in it), {@code RunFiles} (the save protocol and the slots of one run),
 * {@code FileCheckpoints} and {@code FileLeases} (the two stores), {@code OwnerFile} (who owns a run),
 * {@code Cleaner} (what may be removed) and {@code Volume} (closed, poisoned, every sync). The file system is reached
 * through {@link io.github.recovery4j.disk.Disk} only.
 */
@NullMarked
package io.github.recovery4j.file;

import org.jspecify.annotations.NullMarked;
