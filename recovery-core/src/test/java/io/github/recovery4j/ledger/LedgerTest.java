package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.HookedCodec;
import io.github.recovery4j.TestCodec;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.storage.Storage;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final LedgerDefinition<String, String> SERVICES =
            LedgerDefinition.named("services", String.class, String.class);
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<RecoveryEvent> told = new CopyOnWriteArrayList<>();
    private Storage storage;
    private Ledgers ledgers;
    private Ledger<String, String> ledger;

    @BeforeEach
    void open() {
        open(new TestCodec());
        ledger = ledgers.open(SERVICES);
    }

    private void open(StateCodec codec) {
        storage = FileStorage.open(directory.resolve("storage"));
        ledgers = new Ledgers(storage.namedJournals(), codec, told::add, now::get);
    }

    @AfterEach
    void close() {
        ledgers.close();
        storage.close();
    }

    private void reopen() {
        close();
        open();
    }

    /** The same services, opened by code that knows them otherwise. */
    private <K, V> Ledger<K, V> reopenedBy(StateCodec codec, Class<K> keys, Class<V> values) {
        close();
        open(codec);
        return ledgers.open(LedgerDefinition.named("services", keys, values));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private List<String> live() {
        return ledger.live().stream()
                .map(entry -> entry.key() + "=" + entry.value())
                .toList();
    }

    @Test
    void what_was_put_is_live_after_a_restart_in_the_order_in_which_it_became_live() {
        ledger.put("web", "1");
        ledger.put("db", "1");
        ledger.put("web", "2");
        assertThat(live()).containsExactly("web=2", "db=1");
        reopen();
        assertThat(live()).containsExactly("web=2", "db=1");
        assertThat(ledger.get("web")).contains("2");
        assertThat(ledger.get("none")).isEmpty();
    }

    @Test
    void deployed_retired_and_deployed_again_is_live_behind_all_others() {
        ledger.put("web", "1");
        ledger.put("db", "1");
        assertThat(ledger.retire("web", "enough")).isTrue();
        assertThat(ledger.retire("web", "enough")).isFalse();
        assertThat(live()).containsExactly("db=1");
        ledger.put("web", "2");
        assertThat(live()).containsExactly("db=1", "web=2");
        reopen();
        assertThat(live()).containsExactly("db=1", "web=2");
    }

    @Test
    void events_have_ids_without_gaps_across_restarts() {
        assertThat(ledger.put("a", "1")).isEqualTo(1);
        assertThat(ledger.put("a", "2")).isEqualTo(2);
        reopen();
        ledger.retire("a", "enough");
        reopen();
        assertThat(ledger.put("b", "1")).isEqualTo(4);
        assertThat(ledger.entry("b").orElseThrow())
                .isEqualTo(new LedgerEntry<>("b", "1", 4, 4, 4, START, Optional.empty()));
    }

    @Test
    void an_update_replaces_what_is_live_and_nothing_else() {
        ledger.put("count", "1", Duration.ofHours(1));
        assertThat(ledger.update("count", value -> value + "1")).contains("11");
        assertThat(ledger.update("none", value -> value + "1")).isEmpty();
        reopen();
        assertThat(ledger.entry("count").orElseThrow().value()).isEqualTo("11");
        assertThat(ledger.entry("count").orElseThrow().expires()).contains(START.plus(Duration.ofHours(1)));
    }

    @Test
    void an_entry_whose_time_is_over_at_this_very_moment_is_not_live() {
        ledger.put("token", "1", Duration.ofMinutes(1));
        ledger.put("other", "1");
        pass(Duration.ofMinutes(1).minusNanos(1));
        assertThat(live()).containsExactly("token=1", "other=1");
        pass(Duration.ofNanos(1));
        assertThat(ledger.get("token")).isEmpty();
        assertThat(live()).containsExactly("other=1");
        assertThat(ledger.history("token").events())
                .extracting(LedgerEvent::kind)
                .containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.EXPIRED);
    }

    @Test
    void what_was_over_once_does_not_come_back_when_the_clock_is_set_back() {
        ledger.put("token", "1", Duration.ofMinutes(1));
        close();
        pass(Duration.ofMinutes(2));
        open();
        close();
        pass(Duration.ofMinutes(-2));
        open();
        assertThat(live()).isEmpty();
        assertThat(ledger.put("token", "2")).isEqualTo(3);
    }

    @Test
    void what_is_put_after_its_time_was_over_is_a_new_entry() {
        ledger.put("a", "1", Duration.ofMinutes(1));
        ledger.put("b", "1");
        pass(Duration.ofMinutes(1));
        ledger.put("a", "2");
        assertThat(live()).containsExactly("b=1", "a=2");
    }

    @Test
    void the_history_tells_what_happened_when_and_why() {
        Instant earlier = START.minusSeconds(60);
        ledger.because("order 17").at(earlier).put("web", "1");
        pass(Duration.ofSeconds(1));
        ledger.put("db", "1");
        ledger.because("order 18").retire("web", "no longer needed");
        reopen();
        assertThat(ledger.history("web").events())
                .containsExactly(
                        new LedgerEvent<>(
                                1,
                                LedgerEvent.Kind.PUT,
                                earlier,
                                START,
                                "order 17",
                                "",
                                Optional.of("1"),
                                Optional.empty()),
                        new LedgerEvent<>(
                                3,
                                LedgerEvent.Kind.RETIRED,
                                START.plusSeconds(1),
                                START.plusSeconds(1),
                                "order 18",
                                "no longer needed",
                                Optional.empty(),
                                Optional.empty()));
        assertThat(ledger.history("none").events()).isEmpty();
    }

    @Test
    void ledgers_and_tenants_share_nothing() {
        ledger.put("a", "mine");
        Ledger<String, String> other = ledgers.open(LedgerDefinition.named("service", String.class, String.class));
        Ledger<String, String> acme = ledgers.open(SERVICES.tenant("acme"));
        assertThat(other.live()).isEmpty();
        assertThat(acme.live()).isEmpty();
        assertThat(acme.put("a", "acme's")).isEqualTo(1);
        assertThat(live()).containsExactly("a=mine");
        assertThat(ledger.history("a").events()).hasSize(1);
    }

    @Test
    void a_ledger_is_opened_once_and_with_one_definition() {
        ledgers.open(SERVICES).put("a", "1");
        assertThat(ledger.get("a")).contains("1");
        assertThatIllegalStateException()
                .isThrownBy(() -> ledgers.open(LedgerDefinition.named("services", String.class, Integer.class)))
                .withMessageContaining("open already");
        Ledgers others = new Ledgers(storage.namedJournals(), new TestCodec(), told::add, now::get);
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> others.open(SERVICES))
                .withMessageContaining("somebody else has it open");
        others.close();
    }

    @Test
    void a_value_that_was_put_or_got_is_nobodys_alias() {
        Ledger<String, Box> boxes = ledgers.open(LedgerDefinition.named("boxes", String.class, Box.class));
        Box box = new Box();
        box.content.add("in");
        boxes.put("a", box);
        box.content.add("later");
        boxes.get("a").orElseThrow().content.add("too");
        boxes.live().get(0).value().content.add("as well");
        assertThat(boxes.get("a").orElseThrow().content).containsExactly("in");
    }

    private static final class Box implements Serializable {
        private static final long serialVersionUID = 1;
        private final ArrayList<String> content = new ArrayList<>();
    }

    @Test
    void a_key_that_is_not_itself_after_a_restart_is_refused() {
        Ledger<Box, String> boxes = ledgers.open(LedgerDefinition.named("boxes", Box.class, String.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> boxes.put(new Box(), "a"))
                .withMessageContaining("does not equal itself");
        assertThat(boxes.live()).isEmpty();
    }

    @Test
    void whatever_a_codec_throws_is_about_one_value() {
        ledger.put("a", "1");
        ledger.put("b", "2");
        Ledger<String, String> brittle = reopenedBy(brittle(), String.class, String.class);
        assertThat(brittle.live()).extracting(LedgerEntry::key).containsExactly("a");
        assertThat(brittle.unreadable()).extracting(UnreadableEntry::key).containsExactly("b");
    }

    /** A class of one of the values is not there any more. */
    private static HookedCodec brittle() {
        return HookedCodec.afterDecoding(value -> {
            if (value.equals("2")) {
                throw new NoClassDefFoundError("of the value 2");
            }
        });
    }

    @Test
    void a_value_that_cannot_be_read_is_neither_live_nor_absent_and_harms_no_other() {
        ledger.put("a", "1");
        ledger.put("b", "2");
        told.clear();
        Ledger<String, Integer> numbers = reopenedBy(new TestCodec(), String.class, Integer.class);
        assertThat(told).contains(new RecoveryEvent.LedgerOpened(START, "", "services", 2, 2));
        assertThat(numbers.live()).isEmpty();
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> numbers.get("a"))
                .withMessageContaining("neither live nor absent");
        assertThat(numbers.unreadable()).extracting(UnreadableEntry::key).containsExactly("a", "b");
        numbers.put("a", 7);
        assertThat(numbers.live()).extracting(LedgerEntry::value).containsExactly(7);
        assertThat(numbers.unreadable()).extracting(UnreadableEntry::key).containsExactly("b");
        reopen();
        assertThat(ledger.unreadable()).extracting(UnreadableEntry::key).containsExactly("a");
        assertThat(live()).containsExactly("b=2");
    }

    @Test
    void a_key_that_cannot_be_read_is_offered_again_to_code_that_understands_it() {
        ledger.put("a", "1");
        ledger.put("b", "2");
        Ledger<Integer, String> numbers = reopenedBy(new TestCodec(), Integer.class, String.class);
        assertThat(numbers.unreadable()).extracting(UnreadableEntry::event).containsExactly(1L, 2L);
        assertThat(numbers.put(7, "seven")).isEqualTo(3);
        for (int i = 0; i < 100; i++) {
            numbers.put(7, "x".repeat(10_000)); // so that closing takes a snapshot
        }
        assertThat(numbers.retire(7, "enough")).isTrue();
        reopen();
        assertThat(live()).containsExactly("a=1", "b=2");
        assertThat(ledger.unreadable()).extracting(UnreadableEntry::event).containsExactly(0L);
    }

    @Test
    void snapshots_keep_the_entries_their_order_their_times_and_the_retired() {
        for (int i = 0; i < 1000; i++) {
            ledger.put("key " + i % 50, "x".repeat(1000) + i, Duration.ofDays(1));
        }
        ledger.retire("key 7", "enough");
        List<LedgerEntry<String, String>> before = ledger.live();
        close();
        assertThat(directory.resolve("storage/ledgers.d/ledger.services/snapshots"))
                .isDirectoryContaining(file -> Objects.toString(file).endsWith(".segment"));
        open();
        assertThat(ledger.live()).isEqualTo(before);
        assertThat(ledger.put("key 7", "again")).isEqualTo(1002);
        reopen();
        assertThat(live()).hasSize(50).endsWith("key 7=again");
    }

    @Test
    void times_beyond_the_end_of_time_are_for_ever() {
        Duration ever = ChronoUnit.FOREVER.getDuration();
        Ledger<String, String> kept = ledgers.open(
                LedgerDefinition.named("kept", String.class, String.class).keepHistory(ever, Long.MAX_VALUE));
        for (int i = 0; i < 300; i++) {
            kept.put("a", "x".repeat(1000), ever);
        }
        close();
        open();
        Ledger<String, String> again = ledgers.open(
                LedgerDefinition.named("kept", String.class, String.class).keepHistory(ever, Long.MAX_VALUE));
        assertThat(again.live()).hasSize(1);
        assertThat(again.history("a").events()).hasSize(300);
    }

    @Test
    void what_happened_long_ago_is_given_back_and_what_is_live_is_not() {
        LedgerDefinition<String, String> definition =
                LedgerDefinition.named("short", String.class, String.class).keepHistory(Duration.ofDays(1), 300_000);
        Ledger<String, String> shortly = ledgers.open(definition);
        shortly.put("old", "1");
        for (int opening = 0; opening < 12; opening++) {
            for (int i = 0; i < 200; i++) {
                shortly.put("busy", "x".repeat(1000));
            }
            reopen();
            shortly = ledgers.open(definition);
        }
        assertThat(shortly.get("old")).contains("1");
        assertThat(shortly.history("old").events()).isEmpty();
        assertThat(shortly.history("busy").events()).hasSizeBetween(200, 1800);
        assertThat(shortly.put("new", "1")).isEqualTo(2402);
        assertThat(shortly.unreadable()).isEmpty();
    }

    @Test
    void only_the_keys_that_were_retired_last_are_remembered() {
        Ledger<String, String> few = ledgers.open(
                LedgerDefinition.named("few", String.class, String.class).rememberRetired(2));
        for (String key : List.of("a", "b", "c")) {
            few.put(key, "1");
            few.retire(key, "enough");
        }
        assertThat(few.beliefs().changes()).containsOnlyKeys("b", "c");
    }

    @Test
    void an_update_keeps_what_was_put_the_same_and_a_put_does_not() {
        ledger.put("a", "1");
        ledger.update("a", value -> "2");
        reopen();
        assertThat(ledger.entry("a").orElseThrow())
                .isEqualTo(new LedgerEntry<>("a", "2", 1, 1, 2, START, Optional.empty()));
        for (int i = 0; i < 200; i++) {
            ledger.update("a", value -> "x".repeat(1000)); // so that closing takes a snapshot
        }
        reopen();
        assertThat(ledger.entry("a").orElseThrow().put()).isEqualTo(1);
        ledger.put("a", "3");
        assertThat(ledger.entry("a").orElseThrow())
                .isEqualTo(new LedgerEntry<>("a", "3", 1, 203, 203, START, Optional.empty()));
    }

    @Test
    void what_this_code_cannot_read_is_accepted_on_record_and_still_offered_to_code_that_can() {
        ledger.put("a", "1");
        close();
        storage = FileStorage.open(directory.resolve("storage"));
        ledgers = new Ledgers(storage.namedJournals(), new TestCodec(), told::add, now::get);
        LedgerDefinition<Integer, String> numbers = LedgerDefinition.named("services", Integer.class, String.class);
        assertThat(ledgers.open(numbers).beliefs().doubtful()).isPresent();
        assertThat(ledgers.open(numbers).acceptLosses("by hand"))
                .extracting(UnreadableEntry::event)
                .containsExactly(1L);
        assertThat(ledgers.open(numbers).acceptLosses("again")).isEmpty();
        assertThat(told).contains(new RecoveryEvent.LossesAccepted(START, "", "services", 1, "by hand"));
        for (int opening = 0; opening < 2; opening++) {
            assertThat(ledgers.open(numbers).unreadable()).isEmpty();
            assertThat(ledgers.open(numbers).beliefs().doubtful()).isEmpty();
            for (int i = 0; i < 200; i++) {
                ledgers.open(numbers).put(7, "x".repeat(1000)); // so that closing takes a snapshot
            }
            close();
            storage = FileStorage.open(directory.resolve("storage"));
            ledgers = new Ledgers(storage.namedJournals(), new TestCodec(), told::add, now::get);
        }
        reopen();
        assertThat(live()).containsExactly("a=1");
        assertThat(ledger.put("b", "1")).isEqualTo(403);
        assertThat(ledger.history("a").events()).hasSize(1);
    }

    @Test
    void the_history_tells_what_of_it_cannot_be_read() {
        ledger.put("a", "1");
        close();
        storage = FileStorage.open(directory.resolve("storage"));
        ledgers = new Ledgers(storage.namedJournals(), new TestCodec(), told::add, now::get);
        Ledger<Integer, String> numbers = ledgers.open(LedgerDefinition.named("services", Integer.class, String.class));
        numbers.put(7, "seven");
        LedgerHistory<String> history = numbers.history(7);
        assertThat(history.events()).extracting(LedgerEvent::id).containsExactly(2L);
        assertThat(history.unreadable()).extracting(UnreadableEntry::event).containsExactly(1L);
    }
}
