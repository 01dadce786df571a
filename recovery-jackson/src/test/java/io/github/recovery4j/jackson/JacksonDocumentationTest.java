package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JacksonDocumentationTest {

    @Test
    void the_page_on_versions_shows_the_code_that_is_tested() throws IOException {
        String page = unindented(Files.readString(Path.of("../docs/state-versions.md")));
        String test = unindented(
                Files.readString(Path.of("src/test/java/io/github/recovery4j/jackson/JacksonVersionsTest.java")));

        for (String mark : List.of("class", "versions", "stored", "alias")) {
            assertThat(page).contains(test.split("// \\[" + mark + "]\n")[1].strip());
        }
    }

    private static String unindented(String text) {
        return String.join(
                "\n", Arrays.stream(text.split("\n")).map(String::strip).toList());
    }
}
