package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.plan.Procedure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a job changes besides its own state. It survives the crashes of a trial; each trial has a new one. Safe for use
 * by many threads.
 */
public final class World {

    private final Place place;
    private final Life life;

    World(Place place, Life life) {
        this.place = place;
        this.life = life;
    }

    /** {@return a directory for the files of the job, empty at the start of a trial} */
    public Path directory() {
        return place.world();
    }

    /**
     * Does something that cannot be taken back, such as sending a mail. The process may crash before it and after it,
     * and it is counted over all lives of the trial: one that fails counts too, as it may have happened.
     *
     * @param name what it is called in reports, one line; give different things different names
     * @param action does it
     * @throws Exception if the action throws it
     */
    public void effect(String name, Procedure action) throws Exception {
        effect(name, () -> {
            action.run();
            return true;
        });
    }

    /**
     * Does something that cannot be taken back and has a result, such as a payment and its receipt. It is counted like
     * {@linkplain #effect(String, Procedure) one without}.
     *
     * @param name what it is called in reports, one line; give different things different names
     * @param action does it
     * @param <T> its result
     * @return what the action returned
     * @throws Exception if the action throws it
     */
    public <T extends @Nullable Object> T effect(String name, Callable<T> action) throws Exception {
        if (name.lines().count() != 1) {
            throw new IllegalArgumentException("The name of an effect is one line, got '" + name + "'");
        }
        return life.doing(new Deed("effect '" + name + "'", "happened"), () -> {
            place.count(name);
            return action.call();
        });
    }
}
