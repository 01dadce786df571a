package io.github.recovery4j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A benchmark that does not save what it claims to save would be fast for nothing. */
class WayTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOOR") // it keeps nothing on purpose
    void everyWayKeepsTheNewestTwoStates(Way way, @TempDir Path storage) throws IOException {
        try (Saver saver = way.open(storage)) {
            for (String state : new String[] {"first", "second", "third", "fourth"}) {
                saver.save(state.getBytes(US_ASCII));
            }
            assertThat(contents(storage)).anyMatch(content -> content.contains("third"));
            assertThat(contents(storage)).anyMatch(content -> content.contains("fourth"));
            assertThat(contents(storage)).noneMatch(content -> content.contains("first"));
        }
    }

    private static Iterable<String> contents(Path storage) throws IOException {
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(Files::isRegularFile).map(WayTest::content).toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
