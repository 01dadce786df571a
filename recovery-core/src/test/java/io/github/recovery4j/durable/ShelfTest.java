package io.github.recovery4j.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private final List<String> closed = new ArrayList<>();
    private final Shelf<StringBuilder> shelf = new Shelf<>(this::close);

    private void close(StringBuilder collection) {
        closed.add(collection.toString());
        switch (collection.toString()) {
            case "broken" -> throw new IllegalArgumentException("no");
            case "failed" -> throw new AssertionError("never");
            case "dead" -> throw new JournalException("the disk is gone", new IOException("gone"));
            default -> assertThat(collection).isNotEmpty();
        }
    }

    private StringBuilder open(String name, Object definition) {
        return shelf.open(
                new JournalName("kind", "", name, "events"), definition, () -> new StringBuilder(name), opened -> {});
    }

    @Test
    void a_collection_is_opened_once_and_told_of_once() {
        List<StringBuilder> told = new ArrayList<>();
        JournalName name = new JournalName("kind", "", "one", "events");
        StringBuilder first = shelf.open(name, 1, () -> new StringBuilder("one"), told::add);
        assertThat(shelf.open(name, 1, () -> new StringBuilder("another"), told::add))
                .isSameAs(first);
        assertThat(told).containsExactly(first);
        assertThat(shelf.all()).containsExactly(first);
        assertThatIllegalStateException()
                .isThrownBy(() -> open("one", 2))
                .withMessage(
                        "It is open already as 1, and cannot be opened as 2 with other settings; nothing was changed");
    }

    @Test
    void what_cannot_be_opened_is_not_open_and_can_be_opened_later() {
        JournalName name = new JournalName("kind", "", "one", "events");
        assertThatIllegalStateException()
                .isThrownBy(() -> shelf.open(
                        name,
                        1,
                        () -> {
                            throw new IllegalStateException("not now");
                        },
                        opened -> {}));
        assertThat(shelf.all()).isEmpty();
        assertThat(open("one", 2)).hasToString("one");
    }

    @Test
    void whoever_is_told_may_wait_for_others_who_open() {
        StringBuilder one = shelf.open(
                new JournalName("kind", "", "one", "events"),
                1,
                () -> new StringBuilder("one"),
                opened -> opened.append(
                        CompletableFuture.supplyAsync(() -> open("two", 1) + " " + (open("one", 1) == opened))
                                .orTimeout(1, TimeUnit.MINUTES)
                                .join()));
        assertThat(one).hasToString("onetwo true");
    }

    @Test
    void what_cannot_be_closed_leaves_no_others_open() {
        List<String> names = List.of("broken", "dead", "failed", "well");
        names.forEach(name -> open(name, 1));
        assertThatIllegalArgumentException().isThrownBy(shelf::close).satisfies(e -> assertThat(e.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("the disk is gone", "never"));
        assertThat(closed).isEqualTo(names);
        shelf.close();
        assertThat(closed).isEqualTo(names);
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> open("well", 1));
    }
}
