package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A job as {@link CrashTest} runs it. Each life of the process gets an instance of its own, so fields do not survive a
 * crash; static ones do, unless the process is a real one.
 */
@FunctionalInterface
public interface JobUnderTest {

    /**
     * Runs the job, or goes on with it after a crash, as the process would that is tested. It is called on a thread of
     * its own, once in each life.
     *
     * @param recovery where to run it; the caller closes it
     * @param world what the job changes besides its own state
     * @return everything that must be the same however often the process crashed: the result, and what is left in the
     *     world. Compared with {@link java.util.Objects#deepEquals}, between processes by its text. May be null
     * @throws Exception if the job fails, which breaks the test
     */
    @Nullable
    Object run(Recovery recovery, World world) throws Exception;

    /**
     * Settles what the job needs of recovery: a codec, listeners, a mode. Nothing unless overridden. The storage and the
     * shutdown are the caller's and are set afterwards.
     *
     * @param builder to be changed
     */
    default void configure(RecoveryBuilder builder) {}
}
