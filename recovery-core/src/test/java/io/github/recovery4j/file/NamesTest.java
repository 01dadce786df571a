package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.disk.SafeName;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamesTest {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_%~-]+");
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void different_texts_have_different_safe_names() {
        Random random = new Random(seed);
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            String name = SafeName.of(text);
            assertThat(name).as("seed %d, '%s'", seed, text).matches(SAFE).hasSizeLessThan(120);
            String other = texts.putIfAbsent(name, text);
            assertThat(other == null || other.equals(text))
                    .as("seed %d: '%s' and '%s' are both %s", seed, text, other, name)
                    .isTrue();
        }
    }

    @Test
    void a_name_that_was_built_is_read_back() {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            RunId run = RunId.create(Samples.NOW);
            String label = random.nextInt(6) == 0 ? "" : text(random);
            ReportName name = new ReportName(run, ReportName.base(run, label), slot(random));
            assertThat(ReportName.parse(name.fileName()))
                    .as("seed %d, '%s'", seed, label)
                    .contains(name);
        }
    }

    private static ReportName.Slot slot(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new ReportName.Current();
            case 1 -> new ReportName.Backup();
            case 2 -> new ReportName.Older(1 + random.nextInt(1000));
            case 3 -> ReportName.Owned.uncommitted(1 + random.nextInt(1000));
            case 4 -> ReportName.Owned.retired(1 + random.nextInt(1000), 1 + random.nextInt(1000));
            default -> new ReportName.Broken(random.nextBoolean() ? ".broken-1" : ".backup.broken-2");
        };
    }

    /** Texts that look alike, on purpose. */
    private static String text(Random random) {
        String[] pieces = {
            "a",
            "b",
            "_",
            "-",
            ".",
            "..",
            "/",
            "%",
            "~",
            "A",
            " ",
            "ß",
            "\uD83D\uDE80",
            "\uD800",
            ".tmp.json",
            ".backup"
        };
        StringBuilder text = new StringBuilder();
        int length = 1 + (random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(6));
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void foreign_names_are_not_ours() {
        for (String name : new String[] {
            "",
            "x.tmp.json",
            "notes.txt",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAVx.tmp.json",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV.tmp.json.backup-",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV.tmp.json.bak",
            "01arz3ndektsv4rrffq69g5fav.tmp.json",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV-a.b.tmp.json"
        }) {
            assertThat(ReportName.parse(name)).as(name).isEmpty();
        }
    }

    @Test
    void run_ids_carry_their_time_and_are_unique() {
        RunId one = RunId.create(Samples.NOW);
        RunId later = RunId.create(Samples.NOW.plusMillis(1));
        assertThat(one.text()).hasSize(26).isLessThan(later.text());
        assertThat(RunId.create(Samples.NOW)).isNotEqualTo(one);
        assertThat(new RunId(one.text())).isEqualTo(one);
    }
}
