package io.github.recovery4j.examples.digest;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Makes trees of files. */
final class Tree {

    private Tree() {}

    /** Names and files that programs stumble over. Names that are not ASCII are made from bytes, in every locale. */
    static Path nasty(Path root) throws IOException {
        write(root, "plain.txt", "plain");
        write(root, "with space", "a");
        write(root, " leading and trailing ", "b");
        write(root, "line%0Abreak", "c");
        write(root, "carriage%0Dreturn%0D", "d");
        write(root, "back%5Cslash", "e");
        write(root, "%5C", "f");
        write(root, "100%25 + 1", "g");
        write(root, "-", "h");
        write(root, "--help", "i");
        write(root, "*star", "j");
        write(root, "#hash", "k");
        write(root, "gr%C3%BC%C3%9Fe/%E6%97%A5%E6%9C%AC.txt", "l");
        write(root, "not%FFutf-8%80", "m");
        write(root, "empty", "");
        write(root, "a/1", "n");
        write(root, "a-b", "sorts before a/1");
        write(root, "deep/" + "d/".repeat(60) + "file", "o");
        Files.createDirectories(root.resolve("no files in it"));
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(root.resolve("link"), Path.of("plain.txt"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        return root;
    }

    /** Many small files in some directories. */
    static Path small(Path root, int files, long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[random.nextInt(5000)];
            random.nextBytes(content);
            Path file = root.resolve("%02d/%d/file %d".formatted(random.nextInt(20), random.nextInt(5), i));
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
        return root;
    }

    private static void write(Path root, String encodedName, String content) throws IOException {
        String name = encodedName.replace(" ", "%20").replace("#", "%23");
        Path file = Path.of(URI.create(root.toUri() + name));
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
