package io.github.recovery4j.testkit.disk;

import java.util.IdentityHashMap;

/** What a name of a {@link SimulatedDisk} leads to. */
sealed interface Node permits FileNode, DirectoryNode {

    /** The same, with what is not durable yet. */
    Node copy(Copies copies);

    /** What a crash leaves of it. */
    Node after(Loss loss);

    /** Whether a crash leaves it as it is, with all that is in it. */
    boolean isDurable();

    /** Appends what a reader can tell. */
    void describeTo(StringBuilder text);

    /** Copies made so far: a node has several places in a directory, and one copy. */
    final class Copies {

        private final IdentityHashMap<Node, Node> made = new IdentityHashMap<>();

        Node of(Node node) {
            Node copy = made.get(node);
            if (copy == null) {
                copy = node.copy(this);
                made.put(node, copy);
            }
            return copy;
        }
    }
}
