/**
 * What this library is tested with, for those who test their own jobs and stores.
 *
 * <ul>
 *   <li>A job that must be resumable: let it crash everywhere with {@link io.github.recovery4j.testkit.crash.CrashTest}.
 *   <li>A plan, or an outcome: check it with {@link io.github.recovery4j.testkit.RecoveryAssertions}.
 *   <li>A program that must survive {@code kill -9}: start it with {@link io.github.recovery4j.testkit.KillableProcess},
 *       kill it when it has said enough, start it again.
 *   <li>A store: extend {@link io.github.recovery4j.testkit.StorageContract}, and implement one method.
 *   <li>A journal: extend {@link io.github.recovery4j.testkit.JournalContract}, and implement one method.
 *   <li>Time: hand {@link io.github.recovery4j.testkit.ManualTime} to
 *       {@link io.github.recovery4j.RecoveryBuilder#time}.
 *   <li>What happened: add a {@link io.github.recovery4j.testkit.RecordingListener}.
 * </ul>
 *
 * <p>The classes need JUnit 5 and AssertJ on the class path of the tests.
 */
@NullMarked
package io.github.recovery4j.testkit;

import org.jspecify.annotations.NullMarked;
