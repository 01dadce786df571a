package io.github.recovery4j.testkit.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A directory of a {@link SimulatedDisk}: what a reader sees, what is durable, and what was changed in between. */
final class DirectoryNode implements Node {

    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Node> durable = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** A node got a name, or lost its own. There are no hard links, so it has no other name afterwards. */
    private record Change(Node node, @Nullable String name) {

        void applyTo(Map<String, Node> entries) {
            entries.values().removeIf(other -> other == node);
            if (name != null) {
                entries.put(name, node);
            }
        }
    }

    Optional<Node> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    void put(String name, Node node) {
        change(new Change(node, name));
    }

    void remove(Node node) {
        change(new Change(node, null));
    }

    private void change(Change change) {
        change.applyTo(entries);
        changes.add(change);
    }

    void sync() {
        durable.clear();
        durable.putAll(entries);
        changes.clear();
    }

    @Override
    public DirectoryNode copy(Copies copies) {
        DirectoryNode copy = new DirectoryNode();
        entries.forEach((name, node) -> copy.entries.put(name, copies.of(node)));
        durable.forEach((name, node) -> copy.durable.put(name, copies.of(node)));
        changes.forEach(change -> copy.changes.add(new Change(copies.of(change.node), change.name)));
        return copy;
    }

    @Override
    public DirectoryNode after(Loss loss) {
        Map<String, Node> left = new LinkedHashMap<>(durable);
        surviving(loss.crash().entries(), loss.ofEntries()).forEach(change -> change.applyTo(left));
        DirectoryNode after = new DirectoryNode();
        left.forEach((name, node) -> after.entries.put(name, node.after(loss)));
        after.durable.putAll(after.entries);
        return after;
    }

    private List<Change> surviving(Crash.Entries entries, SplittableRandom random) {
        return switch (entries) {
            case LOST -> List.of();
            case KEPT -> changes;
            case UP_TO_A_MOMENT -> changes.subList(0, random.nextInt(changes.size() + 1));
            case LAST -> changes.subList(Math.max(0, changes.size() - 1), changes.size());
            case ANY -> changes.stream().filter(change -> random.nextBoolean()).toList();
        };
    }

    @Override
    public boolean isDurable() {
        return changes.isEmpty() && entries.values().stream().allMatch(Node::isDurable);
    }

    @Override
    public void describeTo(StringBuilder text) {
        entries.forEach((name, node) -> {
            text.append(name).append('=');
            node.describeTo(text);
            text.append(node instanceof DirectoryNode ? "/" : ";");
        });
    }
}
