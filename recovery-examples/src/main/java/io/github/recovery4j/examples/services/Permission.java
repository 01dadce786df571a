package io.github.recovery4j.examples.services;

import io.github.recovery4j.ledger.Grant;
import java.util.Arrays;
import java.util.Locale;

/** What the holder of a token may do. Each permits what those before it do. */
enum Permission {
    /** Listing, histories, comparing. */
    READ,
    /** Deploying, retiring, repairing. */
    DEPLOY,
    /** Granting and revoking. */
    ADMIN;

    /** By its name in a grant. */
    static Permission of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a permission; read, deploy and admin are".formatted(text)));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isIn(Grant grant) {
        return of(grant.permission()).compareTo(this) >= 0;
    }
}
