package io.github.recovery4j.plan;

/**
 * Why a run belongs to another configuration.
 *
 * @param field which field
 * @param rule by which rule it was compared
 * @param saved its value in the saved configuration, for people
 * @param wanted its value in the wanted one
 */
public record Mismatch(String field, String rule, String saved, String wanted) {

    @Override
    public String toString() {
        return "%s: saved '%s', wanted '%s' (%s)".formatted(field, saved, wanted, rule);
    }
}
