package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SecretRegistryTest {

    @RegisterExtension
    final OpenLedger opened = new OpenLedger();

    @TempDir
    Path directory;

    private static final Grant DEPLOY = new Grant(
            "deploy", "acme", Optional.of(OpenLedger.START.plusSeconds(60)), Map.of("by", "web", "for", "order 17"));

    @Test
    void who_has_a_token_has_what_was_granted_to_it() {
        SecretRegistry tokens = opened.secrets();
        String token = SecretRegistry.newToken();
        assertThat(tokens.verify(token)).isEmpty();
        tokens.grant(token, DEPLOY);
        assertThat(tokens.verify(token)).contains(DEPLOY);
        assertThat(tokens.verify(token + "x")).isEmpty();
        assertThat(tokens.verify("")).isEmpty();
        tokens.grant(token, Grant.of("read"));
        assertThat(tokens.verify(token)).contains(Grant.of("read"));
        assertThat(tokens.grants()).extracting(Granted::grant).containsExactly(Grant.of("read"));
    }

    @Test
    void a_token_that_was_revoked_is_worth_nothing() {
        SecretRegistry tokens = opened.secrets();
        tokens.grant("token", DEPLOY);
        assertThat(tokens.revoke("token", "lost")).isTrue();
        assertThat(tokens.revoke("token", "lost")).isFalse();
        assertThat(tokens.verify("token")).isEmpty();
    }

    @Test
    void a_token_is_not_valid_at_the_moment_of_its_expiry() {
        SecretRegistry tokens = opened.secrets();
        tokens.grant("token", DEPLOY);
        opened.pass(Duration.ofSeconds(60).minusNanos(1));
        assertThat(tokens.verify("token")).isPresent();
        opened.pass(Duration.ofNanos(1));
        assertThat(tokens.verify("token")).isEmpty();
        assertThat(tokens.grants()).isEmpty();
    }

    @Test
    void what_has_expired_or_is_for_nobody_is_not_granted() {
        SecretRegistry tokens = opened.secrets();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.grant("token", Grant.of("read").until(OpenLedger.START)));
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.grant("", DEPLOY));
        assertThat(tokens.grants()).isEmpty();
    }

    @Test
    void tokens_that_are_no_valid_texts_are_told_apart() {
        SecretRegistry tokens = opened.secrets();
        tokens.grant("\ud800", DEPLOY);
        assertThat(tokens.verify("\ud801")).isEmpty();
        assertThat(tokens.verify("?")).isEmpty();
        assertThat(tokens.verify("\ud800")).isPresent();
    }

    @Test
    void new_tokens_have_256_bits_and_never_come_twice() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(tokens.add(SecretRegistry.newToken())).isTrue();
        }
        assertThat(tokens).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void only_the_hash_of_a_token_is_on_the_disk() throws IOException {
        String token = SecretRegistry.newToken();
        try (Storage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            ledgers.secrets("api").grant(token, Grant.of("the permission"));
        }
        try (Storage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            assertThat(ledgers.secrets("api").verify(token)).contains(Grant.of("the permission"));
        }
        boolean found = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).as("%s", file).doesNotContain(token);
                found |= content.contains("the permission");
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void what_is_malformed_permits_nothing_and_harms_no_other() {
        GrantCodec codec = new GrantCodec();
        try (Storage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            SecretRegistry tokens = ledgers.secrets("api");
            tokens.grant("good", Grant.of("read"));
        }
        try (Storage storage = FileStorage.open(directory);
                Ledgers ledgers = new Ledgers(storage.namedJournals(), codec, event -> {}, () -> OpenLedger.START)) {
            // the same journals, by code that puts texts where grants should be
            Ledger<String, String> forged =
                    ledgers.open(LedgerDefinition.of("secrets", "api", String.class, String.class));
            forged.put(hash("bad"), "no grant");
        }
        try (Storage storage = FileStorage.open(directory);
                Ledgers ledgers = ledgers(storage)) {
            SecretRegistry tokens = ledgers.secrets("api");
            assertThat(tokens.verify("bad")).isEmpty();
            assertThat(tokens.verify("good")).isPresent();
            assertThat(tokens.grants()).extracting(Granted::grant).containsExactly(Grant.of("read"));
            assertThat(tokens.unreadable()).extracting(UnreadableEntry::key).isEqualTo(List.of(hash("bad")));
        }
    }

    private static String hash(String token) {
        return SecretRegistry.hash(token);
    }

    private static Ledgers ledgers(Storage storage) {
        return new Ledgers(storage.namedJournals(), new TestCodec(), event -> {}, () -> OpenLedger.START);
    }

    @Test
    void a_registry_that_is_closed_says_so() {
        SecretRegistry tokens = opened.secrets();
        tokens.grant("token", DEPLOY.until(Instant.MAX));
        opened.close();
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> tokens.verify("token"));
    }

    @Test
    void who_has_only_the_fingerprint_can_revoke_and_not_present_it() {
        SecretRegistry tokens = opened.secrets();
        String token = tokens.issue(DEPLOY);
        String other = tokens.issue(Grant.of("read"));
        assertThat(tokens.verify(token)).contains(DEPLOY);
        assertThat(tokens.grants()).contains(new Granted(SecretRegistry.fingerprint(token), DEPLOY, OpenLedger.START));
        String fingerprint = tokens.grants().get(0).fingerprint();
        assertThat(tokens.verify(fingerprint)).isEmpty();
        assertThat(tokens.revokeFingerprint(fingerprint, "lost")).isTrue();
        assertThat(tokens.revokeFingerprint(fingerprint, "lost")).isFalse();
        assertThat(tokens.verify(token)).isEmpty();
        assertThat(tokens.verify(other)).isPresent();
    }
}
