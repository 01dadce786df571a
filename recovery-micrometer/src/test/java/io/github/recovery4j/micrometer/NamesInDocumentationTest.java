package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says what there is, and nothing else. */
class NamesInDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    /** The rows that the page has to have, in this order. */
    private static List<String> rows() {
        return RecoveryMetrics.definitions().stream()
                .map(each -> "| `%s` | %s | %s | %s | %s |"
                        .formatted(
                                each.name(),
                                Tag.word(each.kind()),
                                each.unit(),
                                each.tags().stream()
                                        .map(NamesInDocumentationTest::tag)
                                        .collect(Collectors.joining(", ")),
                                each.meaning()))
                .toList();
    }

    private static String tag(Tag tag) {
        return "`%s`".formatted(tag.key()) + (tag.isName() ? "" : ": " + String.join(", ", tag.choices()));
    }

    @Test
    void the_page_has_a_row_for_each_meter_and_no_other() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("| `recovery4j."))
                .containsExactlyElementsOf(rows());
    }

    @Test
    void names_are_in_the_way_of_micrometer_and_each_is_of_one_meter() {
        assertThat(RecoveryMetrics.definitions())
                .extracting(Definition::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("recovery4j(\\.[a-z]+)+"));
    }

    @Test
    void names_come_before_choices_in_the_tags_and_no_tag_is_called_as_prometheus_calls_its_own() {
        for (Definition each : RecoveryMetrics.definitions()) {
            assertThat(each.tags().stream().map(Tag::isName).toList())
                    .as(each.name())
                    .isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
            assertThat(each.keys()).doesNotContain("job", "instance", "le", "quantile");
        }
    }
}
