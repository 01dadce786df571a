package io.github.recovery4j.step;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How steps are undone, as far as this process knows: what is declared for the job, by name, and what the steps of this
 * attempt have said themselves. Safe for use by many threads.
 */
public final class Compensations {

    private final Map<String, Known<?>> declared;
    private final Map<String, Known<?>> ofSteps = new ConcurrentHashMap<>();

    private Compensations(Map<String, Known<?>> declared) {
        this.declared = Map.copyOf(declared);
    }

    /** {@return no compensations} */
    public static Compensations none() {
        return new Compensations(Map.of());
    }

    /**
     * How to undo a step.
     *
     * @param type what its recorded result decodes into
     * @param undo undoes it
     * @param <T> its result
     */
    public record Known<T extends @Nullable Object>(Class<T> type, Compensation<T> undo) {}

    /**
     * {@return these compensations, and another declared one}
     *
     * @param name its name
     * @param added how to undo a step
     */
    public Compensations with(String name, Known<?> added) {
        Map<String, Known<?>> all = new HashMap<>(declared);
        if (all.put(name, added) != null) {
            throw new IllegalArgumentException("There are two compensations of the name '%s'".formatted(name));
        }
        return new Compensations(all);
    }

    /** {@return the declared ones, to be added to by an attempt} */
    public Compensations forAttempt() {
        return new Compensations(declared);
    }

    /**
     * {@return how to undo a step; empty if that is not known here}
     *
     * @param step a completed step
     */
    public Optional<Known<?>> find(StepStatus step) {
        Known<?> own = ofSteps.get(step.name());
        return own != null
                ? Optional.of(own)
                : step.completion().map(StepStatus.Completion::compensation).map(declared::get);
    }

    /** The name to be recorded of what undoes a step; empty if nothing does. */
    String nameFor(Step<?> step) {
        Optional<String> named = step.options().compensatedBy();
        if (named.isPresent() && !declared.containsKey(named.get())) {
            throw new IllegalArgumentException(
                    "Step '%s' names the compensation '%s', which is not declared for the job"
                            .formatted(step.name(), named.get()));
        }
        boolean compensable = step.options().compensation().isPresent() || declared.containsKey(step.name());
        return named.orElse(compensable ? step.name() : "");
    }

    <T extends @Nullable Object> void add(Step<T> step) {
        step.options().compensation().ifPresent(undo -> ofSteps.put(step.name(), new Known<>(step.type(), undo)));
    }
}
