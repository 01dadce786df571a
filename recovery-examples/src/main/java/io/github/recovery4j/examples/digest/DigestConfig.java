package io.github.recovery4j.examples.digest;

import io.github.recovery4j.checkpoint.RunId;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What makes two runs of the digest different.
 *
 * @param root the real path of the directory
 * @param algorithm which digest
 * @param output the absolute path of the manifest
 */
record DigestConfig(String root, Algorithm algorithm, String output) {

    private static final String PART = ".part";

    Path rootPath() {
        return Path.of(root);
    }

    Path outputPath() {
        return Path.of(output);
    }

    /** Where the manifest grows: beside the output, so that it can be renamed, and every run for itself. */
    Path part(RunId run) {
        return Path.of(output + "." + run + PART);
    }

    /** Whether a file is the manifest or a part of it, by this run or another. */
    boolean isManifest(Path file) {
        Path name = file.getFileName();
        Path ours = Objects.requireNonNull(outputPath().getFileName());
        return name != null
                && Objects.equals(file.getParent(), outputPath().getParent())
                && (name.equals(ours) || isPart(name.toString(), ours + "."));
    }

    private static boolean isPart(String name, String prefix) {
        return name.startsWith(prefix) && name.endsWith(PART);
    }

    /** A label for file names: the last name of the root. */
    String label() {
        Path name = rootPath().getFileName();
        return (name == null ? "root" : name) + "-" + algorithm.extension();
    }
}
