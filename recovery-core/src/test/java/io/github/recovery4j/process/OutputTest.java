package io.github.recovery4j.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutputTest {

    @Test
    void codes_for_colours_cursors_titles_and_links_are_left_out() {
        String coloured = "\u001B[1;32mStatus\u001B[0m: \u001B[38;5;196mRUNNING\u001B[m\u001B[K"
                + "\u001B]0;a title\u0007 \u001B]8;;https://x\u001B\\link\u001B]8;;\u001B\\\u001B(B\u001B=\r\n";
        assertThat(text(coloured)).isEqualTo("Status: RUNNING link\n");
    }

    @Test
    void text_that_only_looks_like_a_code_stays() {
        assertThat(text("[1m 5 > 3 ]0; [K")).isEqualTo("[1m 5 > 3 ]0; [K");
    }

    @Test
    @Timeout(60)
    void hostile_codes_cost_no_more_than_their_length() {
        assertThat(text("\u001B]".repeat(1 << 20))).isEmpty();
        assertThat(text("\u001B[" + "0;".repeat(1 << 20))).contains("0;0;");
        assertThat(text("\u001B[\u001B[".repeat(1 << 20))).hasSizeLessThan(1 << 22);
    }

    @Test
    void the_last_line_that_says_something_is_quoted() {
        assertThat(new Output("warning\nfailed: x\n\n  \n", true).lastLine()).isEqualTo("failed: x");
        assertThat(new Output("\n", true).lastLine()).isEmpty();
        assertThat(new Output("x".repeat(500), true).lastLine()).hasSize(201).endsWith("…");
    }

    private static String text(String raw) {
        return Output.of(raw, true).text();
    }
}
