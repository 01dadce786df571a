package io.github.recovery4j.examples.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a/b c", "100%25", "+%2B", "%0A%0D%5C", "%FF%80", "%C3%BC", "~$&'(),;=:@!"})
    void an_encoded_name_is_read_back_as_the_same_bytes(String encoded) {
        RelativeName name = RelativeName.parse(encoded);
        assertThat(RelativeName.parse(name.encoded())).isEqualTo(name);
        assertThat(name.encoded()).isPrintable().doesNotContain(" ");
    }

    @Test
    void names_are_relative_to_any_root() {
        assertThat(RelativeName.of(Path.of("/"), Path.of("/a b")).bytes())
                .isEqualTo("a b".getBytes(StandardCharsets.UTF_8));
        assertThat(RelativeName.of(Path.of("/x y"), Path.of("/x y/z")).bytes())
                .isEqualTo("z".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void names_are_ordered_by_unsigned_bytes_of_the_whole_name() {
        List<String> sorted = Stream.of("b", "%FF", "a/1", "a-b", "B", "a", "%C3%BC")
                .map(RelativeName::parse)
                .sorted()
                .map(RelativeName::encoded)
                .toList();
        assertThat(sorted).containsExactly("B", "a", "a-b", "a/1", "b", "%C3%BC", "%FF");
    }

    @Test
    void a_name_is_shown_to_people_in_one_line_without_control_characters() {
        assertThat(RelativeName.parse("a%0Ab%1B%5B31m")).hasToString("a\\nb?[31m");
    }
}
