package io.github.recovery4j.examples.digest;

import static io.github.recovery4j.examples.digest.DigestHome.SLOWLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.recovery4j.examples.FileChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command as a user has it: in processes of its own, on real files. */
@DisabledOnOs(OS.WINDOWS) // signals, names and permissions are those of Unix
class DigestTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final DigestHome home = new DigestHome(() -> directory);

    @Test
    void an_uninterrupted_manifest_is_what_coreutils_writes() throws Exception {
        assumeThat(Checker.exists(Algorithm.SHA256)).isTrue();
        Tree.nasty(home.tree());
        assertThat(home.run("tree").exitCode()).isZero();
        String coreutils = home.shell(
                "cd tree && find . -type f ! -path ./- -print0 | cut -z -c3- | LC_ALL=C sort -z | xargs -0 sha256sum --");
        String standardInputAvoided = "aaa9402664f1a41f40ebbc52c9993eb66aeb366602958fdfaa283b71e64db123  ./-\n";
        assertThat(home.manifest("tree.sha256").replace(standardInputAvoided, ""))
                .isEqualTo(coreutils);
        assertThat(home.manifest("tree.sha256")).contains(standardInputAvoided);
    }

    @ParameterizedTest
    @EnumSource(names = {"MD5", "SHA1", "SHA512"})
    void the_checker_of_another_algorithm_accepts_the_manifest(Algorithm algorithm) throws Exception {
        assumeThat(Checker.exists(algorithm)).isTrue();
        Tree.nasty(home.tree());
        assertThat(home.run("tree", "-a", algorithm.toString()).exitCode()).isZero();
        Path manifest = home.path().resolve("tree." + algorithm.extension());
        assertThat(Checker.check(home.tree(), algorithm, manifest)).isEmpty();
        assertThat(Files.readAllBytes(manifest)).isEqualTo(PlainManifest.of(home.tree(), algorithm));
    }

    @Test
    void nothing_is_left_but_the_manifest() throws Exception {
        Tree.small(home.tree(), 20, 1);
        assertThat(home.run("tree").exitCode()).isZero();
        assertThat(home.parts()).isEmpty();
        assertThat(FileChanges.files(home.path().resolve(".recovery"))).noneMatch(name -> name.contains(".tmp.json"));
    }

    @Test
    void another_algorithm_starts_fresh_says_why_and_leaves_the_first_run_alone() throws Exception {
        Tree.small(home.tree(), 150, 4);
        home.killedMidway("tree", SLOWLY, "-o", "manifest");
        DigestProcess other = home.run("tree", "-a", "sha512", "-o", "manifest");
        assertThat(other.exitCode()).isZero();
        assertThat(other.said())
                .startsWith("Start digest fresh: no earlier run has this configuration")
                .contains("was passed over, its configuration differs in algorithm: saved 'SHA-256', wanted 'SHA-512'");
        assertThat(Files.readAllBytes(home.path().resolve("manifest")))
                .isEqualTo(PlainManifest.of(home.tree(), Algorithm.SHA512));

        DigestProcess first = home.run("tree", "-o", "manifest");
        assertThat(first.plan()).startsWith("Resume digest from run");
        assertThat(first.exitCode()).isZero();
        assertThat(Files.readAllBytes(home.path().resolve("manifest")))
                .isEqualTo(PlainManifest.of(home.tree(), Algorithm.SHA256));
    }

    @Test
    void a_second_process_is_refused_and_told_who_is_working() throws Exception {
        Tree.small(home.tree(), 200, 5);
        DigestProcess first = home.start("tree", SLOWLY);
        home.awaitSaved();
        DigestProcess second = home.run("tree");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.said())
                .contains("is being worked on by process " + first.handle().pid());
        first.kill();
    }

    @Test
    void manifest_parts_and_state_are_left_out_when_they_lie_in_the_tree() throws Exception {
        Tree.small(home.tree(), 100, 6);
        byte[] expected = PlainManifest.of(home.tree(), Algorithm.SHA256);
        home.killedMidway("tree", SLOWLY, "-o", "tree/manifest", "--state", "tree/.recovery");
        DigestProcess last = home.run("tree", "-o", "tree/manifest", "--state", "tree/.recovery");
        assertThat(last.exitCode()).isZero();
        assertThat(Files.readAllBytes(home.tree().resolve("manifest"))).isEqualTo(expected);
        assertThat(home.run("tree", "-o", "tree/manifest", "--state", "tree/.recovery")
                        .exitCode())
                .isZero();
        assertThat(Files.readAllBytes(home.tree().resolve("manifest"))).isEqualTo(expected);
    }

    @Test
    void what_cannot_be_read_is_reported_and_the_rest_is_done() throws Exception {
        Tree.small(home.tree(), 60, 12);
        Path secret = Files.writeString(home.tree().resolve("secret"), "secret");
        Path locked = Files.createDirectory(home.tree().resolve("locked"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();
        home.killedMidway("tree", SLOWLY);
        DigestProcess next = home.run("tree");
        assertThat(next.exitCode()).isEqualTo(1);
        assertThat(next.said())
                .contains("digest: 2 could not be read")
                .contains("  secret: Permission denied")
                .contains("  locked: Permission denied");
        Files.delete(secret);
        Files.delete(locked);
        home.sameAsPlain();
    }

    @Test
    void quiet_it_says_nothing() throws Exception {
        Tree.small(home.tree(), 10, 13);
        DigestProcess process = home.run("tree", "--quiet");
        assertThat(process.exitCode()).isZero();
        assertThat(process.said()).isEmpty();
    }

    @Test
    void a_wrong_command_line_is_explained_and_changes_nothing() throws Exception {
        DigestProcess missing = home.run("nowhere");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.said()).startsWith("digest: nowhere is not a directory");
        DigestProcess unknown = home.run("tree", "-a", "CRC32");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.said()).contains("'CRC32' is none of [MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512]");
        DigestProcess unwritable = home.run("tree", "-o", "no/such/directory/manifest");
        assertThat(unwritable.exitCode()).isEqualTo(2);
        assertThat(unwritable.said()).startsWith("digest: no/such/directory/manifest cannot be written");
        DigestProcess inside = home.run("tree", "--state", ".");
        assertThat(inside.exitCode()).isEqualTo(2);
        assertThat(inside.said()).contains("lies in the state directory");
        assertThat(home.path().resolve(".recovery")).doesNotExist();
    }
}
