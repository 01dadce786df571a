package io.github.recovery4j.ledger;

import io.github.recovery4j.binary.Text;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens and what they permit, across restarts. Of a token only its SHA-256 is kept: who reads the files, or the memory,
 * finds nothing to present.
 *
 * <pre>{@code
 * SecretRegistry tokens = recovery.secrets("api");
 * String token = tokens.issue(Grant.of("deploy").tenant("acme").until(tomorrow));   // told once, to whom it is for
 * tokens.verify(token).filter(grant -> grant.permission().equals("deploy")) …
 * }</pre>
 *
 * <ol>
 *   <li>A grant is durable before {@link #issue} or {@link #grant} returns. If {@code issue} fails, nobody knows the token, so
 *       nothing is granted to anybody. If {@code grant} fails, the token is worth in this process what it was before; whether the
 *       next one finds the grant is not known, as nobody can tell what a failed write has left.
 *   <li>A token is valid from its grant until it is revoked, or until its expiry, which is the first moment at which it is not.
 *   <li>What cannot be read, or cannot be told, permits nothing. It is {@linkplain #unreadable() reported}, and harms no other.
 *   <li>How long verifying takes does not depend on how much of a token is right: hashes are compared, and to the end.
 * </ol>
 *
 * <p>Tokens need as much chance as those of {@link #newToken}: what somebody could guess, like a password, needs a slow hash,
 * which this is not. Safe for use by many threads.
 */
public final class SecretRegistry {

    private static final Logger log = LoggerFactory.getLogger(SecretRegistry.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Ledger<String, Grant> ledger;

    SecretRegistry(Ledger<String, Grant> ledger) {
        this.ledger = ledger;
    }

    static LedgerDefinition<String, Grant> definition(String name) {
        return LedgerDefinition.of("secrets", name, String.class, Grant.class);
    }

    /** {@return a new token: 256 bits by chance, as 43 letters, digits, {@code -} and {@code _}} */
    public static String newToken() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Makes a new token, and grants something to whoever has it; durable when it returns.
     *
     * @param grant what
     * @return the token: it is kept nowhere
     * @throws IllegalArgumentException if the grant has expired already
     * @throws JournalException if it could not be recorded: then nobody knows the token
     */
    public String issue(Grant grant) {
        String token = newToken();
        grant(token, grant);
        return token;
    }

    /**
     * {@return what a token is called where it must not be told: its SHA-256, as 64 hexadecimal digits}
     *
     * @param token which
     */
    public static String fingerprint(String token) {
        return hash(token);
    }

    /**
     * Grants something to whoever has a token that is known already; durable when it returns. It replaces what was granted to the
     * same token.
     *
     * @param token not empty
     * @param grant what
     * @throws IllegalArgumentException if the token is empty, or the grant has expired already
     * @throws JournalException if it could not be recorded: then nothing is granted, unless the next process finds it
     */
    public void grant(String token, Grant grant) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("A token is not empty; nothing was granted");
        }
        String hash = hash(token);
        if (grant.expiry().isEmpty()) {
            ledger.put(hash, grant);
            return;
        }
        Instant expiry = grant.expiry().get();
        if (!ledger.core().clock().instant().isBefore(expiry)) {
            throw new IllegalArgumentException("The grant has expired, at %s; nothing was granted".formatted(expiry));
        }
        ledger.putUntil(hash, grant, expiry);
    }

    /**
     * {@return what a token permits; empty if nothing} That is so too if it cannot be told, which is logged.
     *
     * @param token what somebody has presented
     * @throws JournalClosedException if this is closed
     */
    public Optional<Grant> verify(String token) {
        String hash = hash(token);
        try {
            return ledger.entry(hash).filter(entry -> same(hash, entry.key())).map(LedgerEntry::value);
        } catch (JournalClosedException e) {
            throw e;
        } catch (JournalException e) {
            log.warn("Whether a token is valid cannot be told in {}, so it is not: {}", ledger, e.getMessage());
            return Optional.empty();
        } catch (CodecException e) {
            log.warn("What a token permits cannot be read in {}, so it is nothing: {}", ledger, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Takes back what was granted to a token; durable when it returns.
     *
     * @param token which
     * @param reason why, for people
     * @return whether anything was granted
     * @throws JournalException if that could not be recorded; the token may be valid still
     */
    public boolean revoke(String token, String reason) {
        return ledger.retire(hash(token), reason);
    }

    /**
     * Takes back what was granted to a token that nobody has at hand; durable when it returns.
     *
     * @param fingerprint which, as {@link #fingerprint} or {@link #grants} told it
     * @param reason why, for people
     * @return whether anything was granted
     * @throws JournalException if that could not be recorded; the token may be valid still
     */
    public boolean revokeFingerprint(String fingerprint, String reason) {
        return ledger.retire(fingerprint, reason);
    }

    /** {@return what is granted at this moment, in the order of the grants} */
    public List<Granted> grants() {
        return ledger.live().stream()
                .map(entry -> new Granted(entry.key(), entry.value(), entry.since()))
                .toList();
    }

    /** {@return what cannot be read, and so permits nothing; it is kept} Keys are fingerprints. */
    public List<UnreadableEntry> unreadable() {
        return ledger.unreadable();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Text.encode(token)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return ledger.toString();
    }
}
