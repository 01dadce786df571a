package io.github.recovery4j.examples.digest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The manifest of a tree made in one go, without Recovery4j: what the demo and the tests compare with. */
final class PlainManifest {

    private PlainManifest() {}

    static byte[] of(Path root, Algorithm algorithm) throws IOException {
        MessageDigest digest = algorithm.digest();
        Map<RelativeName, byte[]> lines = new TreeMap<>();
        for (Path file : files(root)) {
            RelativeName name = RelativeName.of(root, file);
            lines.put(name, ManifestLine.of(digest(digest, file), name));
        }
        ByteArrayOutputStream manifest = new ByteArrayOutputStream();
        lines.values().forEach(manifest::writeBytes);
        return manifest.toByteArray();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk =
                Files.find(root, Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile())) {
            return walk.toList();
        }
    }

    private static byte[] digest(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 17];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }
}
