package io.github.recovery4j.examples.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** The message digests that both the JDK and coreutils know. */
enum Algorithm {
    MD5("MD5"),
    SHA1("SHA-1"),
    SHA224("SHA-224"),
    SHA256("SHA-256"),
    SHA384("SHA-384"),
    SHA512("SHA-512");

    private final String title;

    Algorithm(String title) {
        this.title = title;
    }

    /** Understands {@code SHA-256}, {@code sha256} and the like. */
    static Algorithm of(String text) {
        String plain = text.replace("-", "").toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(plain))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'%s' is none of %s".formatted(text, Arrays.toString(values()))));
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(title);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no " + title, e);
        }
    }

    /** How a manifest's name ends. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The coreutils command that checks a manifest. */
    String checker() {
        return extension() + "sum";
    }

    @Override
    public String toString() {
        return title;
    }
}
