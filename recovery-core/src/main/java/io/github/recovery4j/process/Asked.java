package io.github.recovery4j.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A command that is being asked. If the JVM ends meanwhile, it is killed. */
final class Asked implements AutoCloseable {

    private static final Set<ProcessTree> ALL = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> ALL.forEach(ProcessTree::kill), "recovery4j-commands"));
        } catch (IllegalStateException e) {
            // The JVM is ending already: whoever asks now, asks within a shutdown hook, and waits for the answer.
        }
    }

    private final ProcessTree tree;

    private Asked(ProcessTree tree) {
        this.tree = tree;
    }

    static Asked begin(ProcessTree tree) {
        ALL.add(tree);
        return new Asked(tree);
    }

    @Override
    public void close() {
        ALL.remove(tree);
    }
}
