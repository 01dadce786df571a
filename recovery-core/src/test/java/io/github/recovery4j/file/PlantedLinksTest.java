package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Links that somebody has put in the place of files: they are neither followed nor overwritten. */
class PlantedLinksTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @Test
    void a_planted_link_is_neither_followed_nor_overwritten(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
        Lease lease = stored.save(1);
        Files.delete(stored.file(""));
        Files.createSymbolicLink(stored.file(""), secret);
        Files.createSymbolicLink(stored.file(".new-" + lease.token()), secret);
        assertThat(stored.load().damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("not a regular file"));
        stored.reopen();
        Lease again = stored.own();
        Files.createSymbolicLink(stored.file(".new-" + again.token()), secret);
        stored.checkpoints().save(stored.state(2, again.token()));
        assertThat(secret).hasContent("secret");
        assertThat(stored.load().checkpoint()).contains(stored.state(2, again.token()));
        assertThat(stored.file("")).isRegularFile();
    }

    @Test
    void a_link_in_the_place_of_a_jobs_directory_is_refused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(stored.jobDirectory(), elsewhere);
        assertThatThrownBy(() -> stored.own()).hasMessageContaining("link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_link_in_the_place_of_the_lock_file_is_refused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(elsewhere.resolve("storage.lock"), elsewhere.resolve("target"));
        assertThatThrownBy(() -> FileStorage.open(elsewhere))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("storage.lock");
        assertThat(elsewhere.resolve("target")).doesNotExist();
    }
}
