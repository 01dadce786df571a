package io.github.recovery4j.testkit.crash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a life ended. */
sealed interface Ending {

    /** At a boundary. Whatever the work made of that does not count. */
    record Crashed(Boundary at) implements Ending {}

    /** By itself, with what the job returned, after so many boundaries. */
    record Finished(@Nullable Object result, int boundaries) implements Ending {

        /** The result in words, arrays too. */
        String text() {
            String list = Arrays.deepToString(new @Nullable Object[] {result});
            return list.substring(1, list.length() - 1);
        }
    }

    /** By itself, with what the job threw; the cause is missing if it is another process's. */
    record Failed(String how, @Nullable Throwable cause) implements Ending {}
}
