package io.github.recovery4j.testkit.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** The files and the directory of somebody else, in every directory of a {@link SimulatedDisk} but the root. */
final class ForeignFiles {

    private static final List<String> NAMES =
            List.of(".DS_Store", "notes.txt", "core", ".nfs0000000000a1b2c30000004e", "report.tmp.json", "web.owner~");
    private static final byte[] CONTENT = "not yours\n".getBytes(StandardCharsets.UTF_8);
    private static final String DIRECTORY = "lost+found";

    private ForeignFiles() {}

    static void putInto(DirectoryNode directory, LongSupplier numbers) {
        NAMES.forEach(name -> directory.put(name, new FileNode(numbers.getAsLong(), CONTENT)));
        directory.put(DIRECTORY, new DirectoryNode());
        directory.sync();
    }

    static boolean include(String name) {
        return NAMES.contains(name);
    }

    static boolean areUntouchedBelow(DirectoryNode directory) {
        return directory.names().stream()
                .filter(name -> !name.equals(DIRECTORY))
                .flatMap(name -> directory.get(name).stream())
                .filter(DirectoryNode.class::isInstance)
                .map(DirectoryNode.class::cast)
                .allMatch(child -> areUntouchedIn(child) && areUntouchedBelow(child));
    }

    private static boolean areUntouchedIn(DirectoryNode directory) {
        return directory.get(DIRECTORY).isPresent()
                && NAMES.stream().allMatch(name -> directory
                        .get(name)
                        .filter(node -> node instanceof FileNode file && Arrays.equals(file.content(), CONTENT))
                        .isPresent());
    }
}
