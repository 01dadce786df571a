/**
 * Proof that a storage or a journal on a {@link io.github.recovery4j.disk.Disk} survives every fault: a small program is run on it,
 * and disturbed at every operation it asks of its disk.
 *
 * <ul>
 *   <li>{@link io.github.recovery4j.testkit.sweep.CrashSweep}: the power goes, or the process is killed, before each
 *       operation, and again during the recovery.
 *   <li>{@link io.github.recovery4j.testkit.sweep.FaultSweep}: each operation fails, once or from then on.
 *   <li>{@link io.github.recovery4j.testkit.sweep.RotSweep}: the files it leaves are damaged.
 *   <li>{@link io.github.recovery4j.testkit.sweep.JournalSweep}: all three, for a journal.
 * </ul>
 *
 * A {@link io.github.recovery4j.testkit.sweep.Script} is what the program does. {@code History} is what it was told, and
 * so what must be found; {@code Inspection} looks whether it is. A {@code Machine} is all that together, and all that
 * {@code Crashes}, {@code Faults} and {@code Decay} know: they are the same for storages ({@code Bench}) and journals
 * ({@code JournalBench}).
 */
@NullMarked
package io.github.recovery4j.testkit.sweep;

import org.jspecify.annotations.NullMarked;
