package io.github.recovery4j.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {

    private static final SettingType<Duration> TIMES = SettingType.duration(Duration.ofMillis(10));
    private static final SettingType<Integer> COUNTS = SettingType.count(2, 100);
    private static final SettingType<Integer> PERCENT = SettingType.percentage();
    private static final SettingType<Long> BYTES = SettingType.bytes(4096);

    private static <T> void refuses(SettingType<T> type, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.reader().apply(text))
                .withMessageStartingWith("it is ");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "10 S, PT10S",
        "2m, PT2M",
        "12h, PT12H",
        "7d, PT168H",
        "PT1M30S, PT1M30S",
        "pt1.5s, PT1.5S",
        "36500d, PT876000H"
    })
    void durations_have_units(String text, Duration duration) {
        assertThat(TIMES.reader().apply(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "0",
                "0s",
                "9ms",
                "-1s",
                "PT-1S",
                "1.5s",
                "ten",
                "10 s s",
                "1y",
                "s",
                "36501d",
                "999999999999d",
                "9999999999999s",
                "1m30s",
                "NaN",
                "١٠s"
            })
    void other_texts_are_no_durations(String text) {
        refuses(TIMES, text);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "100, 100"})
    void counts_are_whole_numbers(String text, int number) {
        assertThat(COUNTS.reader().apply(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "101", "-5", "2.0", "3x", "0x10", "99999999999999999999"})
    void other_texts_are_no_counts(String text) {
        refuses(COUNTS, text);
    }

    @ParameterizedTest
    @CsvSource({"85%, 85", "85 %, 85", "85, 85", "1, 1", "100%, 100"})
    void percentages_may_have_their_sign(String text, int percent) {
        assertThat(PERCENT.reader().apply(text)).isEqualTo(percent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101%", "0.85", "85%%", "%"})
    void other_texts_are_no_percentages(String text) {
        refuses(PERCENT, text);
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "4096B, 4096", "4k, 4096", "64KiB, 65536", "64 MB, 67108864", "1g, 1073741824"})
    void bytes_have_units_of_1024(String text, long bytes) {
        assertThat(BYTES.reader().apply(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4095", "3KiB", "-1", "1.5g", "1x", "9999999t", "999999999999999999t", "kb"})
    void other_texts_are_no_bytes(String text) {
        refuses(BYTES, text);
    }

    @ParameterizedTest
    @CsvSource({"1s..1m, PT1S, PT1M", "1s .. 1m, PT1S, PT1M", "10ms..10ms, PT0.01S, PT0.01S"})
    void pauses_grow_from_the_first_to_the_longest(String text, Duration first, Duration longest) {
        assertThat(SettingType.pauses().reader().apply(text)).isEqualTo(new BackOff(first, longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1m..1s", "0s..1s", "1s..", "..1s", "1s..2s..3s", "1..2"})
    void other_texts_are_no_pauses(String text) {
        refuses(SettingType.pauses(), text);
    }

    @ParameterizedTest
    @CsvSource({"5/10m, 5, PT10M", "1 / 1d, 1, PT24H"})
    void budgets_are_times_in_a_time(String text, int times, Duration window) {
        assertThat(SettingType.budget().reader().apply(text)).isEqualTo(new Budget(times, window));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0/1m", "5/0s", "5/10", "/1m", "5/", "5/1m/1h", "99999999999/1m"})
    void other_texts_are_no_budgets(String text) {
        refuses(SettingType.budget(), text);
    }
}
