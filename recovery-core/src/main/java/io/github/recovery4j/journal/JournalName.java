package io.github.recovery4j.journal;

import java.util.regex.Pattern;

/**
 * What a journal is called that belongs to no run. Two names are the same only if all of it is: a tenant is no beginning of
 * a name.
 *
 * @param kind what uses it, a word of the library: small letters
 * @param tenant whose it is, any text; empty if there are no tenants
 * @param name any text but the empty one
 * @param part which of its journals, a word of the library: small letters
 */
public record JournalName(String kind, String tenant, String name, String part) {

    private static final Pattern WORD = Pattern.compile("[a-z]{1,16}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is empty, or a word is none
     */
    public JournalName {
        if (!WORD.matcher(kind).matches() || !WORD.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    "Not a word of 1 to 16 small letters: '%s' or '%s'".formatted(kind, part));
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a " + kind + " is not empty");
        }
    }

    @Override
    public String toString() {
        return "the %s of %s '%s'%s".formatted(part, kind, name, tenant.isEmpty() ? "" : " of tenant '" + tenant + "'");
    }
}
