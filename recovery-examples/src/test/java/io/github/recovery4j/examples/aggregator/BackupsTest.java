package io.github.recovery4j.examples.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.Recovery;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the state, on scripted chains: no node is needed. */
class BackupsTest {

    private static final ScriptedChain SHORT = ScriptedChain.of("one", "0x0", "0x1");
    private static final ScriptedChain BEFORE = ScriptedChain.of("one", "0x0", "0x1", "0x2", "0x3");
    private static final ScriptedChain AFTER = ScriptedChain.of("one", "0x0", "0x1", "0xb2", "0xb3", "0xb4");

    @TempDir
    Path folder;

    private Path state;
    private Path backups;
    private Path book;

    @BeforeEach
    void places() {
        state = folder.resolve("state");
        backups = folder.resolve("backups");
        book = folder.resolve("book");
    }

    @Test
    void restored_it_goes_on_with_what_it_was_and_finds_what_was_entered_since() throws Exception {
        follow(SHORT);
        Path backup = Backups.take(state, backups);
        follow(BEFORE);
        Folder.delete(state);
        Backups.restore(backup, state);
        assertThat(follow(BEFORE))
                .filteredOn(line -> line.contains(Tracking.WAS_THERE))
                .hasSize(4);
        assertThat(entered()).isEqualTo(paid(BEFORE));
    }

    @Test
    void what_was_entered_since_of_blocks_that_were_replaced_is_taken_back() throws Exception {
        follow(SHORT);
        Path backup = Backups.take(state, backups);
        follow(BEFORE);
        Folder.delete(state);
        Backups.restore(backup, state);
        assertThat(follow(AFTER))
                .filteredOn(line -> line.endsWith("; 2 of another block were taken back"))
                .hasSize(2);
        assertThat(entered()).isEqualTo(paid(AFTER));
    }

    @Test
    void journals_that_are_copied_one_after_the_other_are_no_backup_and_that_is_noticed() throws Exception {
        follow(SHORT);
        Path backup = Backups.take(state, backups);
        follow(BEFORE);
        follow(AFTER);
        Path queue = Path.of("ledgers.d", "queue.payments");
        Folder.delete(backup.resolve(queue));
        Folder.copy(state.resolve(queue), backup.resolve(queue));
        Folder.delete(state);
        Backups.restore(backup, state);
        assertThatThrownBy(() -> follow(AFTER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("they are of different moments");
    }

    @Test
    void a_backup_is_put_where_nothing_is() throws Exception {
        follow(SHORT);
        Path backup = Backups.take(state, backups);
        assertThatThrownBy(() -> Backups.restore(backup, state)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Backups.restore(backups, folder.resolve("elsewhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no backup");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void a_copy_that_was_interrupted_is_none() throws Exception {
        follow(SHORT);
        Files.createDirectories(backups.resolve("later.part").resolve("left behind"));
        Folder.copy(state, backups.resolve("later"));
        assertThat(backups.resolve("later/left behind")).doesNotExist();
        assertThat(backups.resolve("later.part")).doesNotExist();
        assertThat(backups.resolve("later/storage.json")).hasSameBinaryContentAs(state.resolve("storage.json"));
    }

    private List<String> follow(ScriptedChain chain) throws Exception {
        List<String> told = new ArrayList<>();
        try (Book opened = Book.open(book);
                Recovery recovery = Recovery.at(state)) {
            Catching.up(chain, Tracking.open(recovery, opened, told::add));
        }
        return told;
    }

    private List<Payment> entered() {
        try (Book opened = Book.open(book)) {
            return opened.all().stream().sorted(ScriptedChain.ORDER).toList();
        }
    }

    private static List<Payment> paid(ScriptedChain chain) {
        return chain.hashes().stream()
                .flatMap(hash -> chain.payments(hash).stream())
                .sorted(ScriptedChain.ORDER)
                .toList();
    }
}
