package io.github.recovery4j.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a saved configuration is the wanted one. A run that does not match belongs to somebody else's
 * configuration; it is passed over and left alone.
 *
 * <p>With {@link #builder()}, fields are compared by named rules. A field that no rule names is compared exactly:
 * silence must not resume a wrong run, {@link Builder#ignore} has to be said.
 *
 * @param <C> the configuration of the job
 */
@FunctionalInterface
public interface ConfigMatcher<C> {

    /**
     * Compares two configurations.
     *
     * @param saved what the run was admitted with
     * @param wanted what the caller asks for now
     * @param reader takes a configuration apart
     * @return every difference that counts; empty if they match
     */
    List<Mismatch> compare(C saved, C wanted, FieldReader reader);

    /**
     * {@return the matcher that compares every field exactly}
     *
     * @param <C> the configuration of the job
     */
    static <C> ConfigMatcher<C> exact() {
        return ConfigMatcher.<C>builder().build();
    }

    /**
     * {@return a builder of a matcher with named rules}
     *
     * @param <C> the configuration of the job
     */
    static <C> Builder<C> builder() {
        return new Builder<>();
    }

    /**
     * Rules by field name. Not safe for use by many threads; what it builds is.
     *
     * @param <C> the configuration of the job
     */
    final class Builder<C> {

        private final Map<String, Rule<C>> rules = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Compares a field by {@code equals}: case-sensitive, null equal to null only.
         *
         * @param field its name in the configuration
         * @param value reads it
         * @return this
         */
        public Builder<C> exact(String field, Function<C, ?> value) {
            return rule(
                    field,
                    (saved, wanted) -> mismatch(
                            field,
                            "exact",
                            value,
                            saved,
                            wanted,
                            Objects.equals(value.apply(saved), value.apply(wanted))));
        }

        /**
         * Compares a field only if the wanted configuration specifies it: not null, not an empty text, optional or
         * collection.
         *
         * @param field its name in the configuration
         * @param value reads it
         * @return this
         */
        public Builder<C> ifSpecified(String field, Function<C, ?> value) {
            return rule(
                    field,
                    (saved, wanted) -> mismatch(
                            field,
                            "ifSpecified",
                            value,
                            saved,
                            wanted,
                            !specified(value.apply(wanted))
                                    || Objects.equals(value.apply(saved), value.apply(wanted))));
        }

        /**
         * Asks that the saved values contain all wanted ones, as sets of trimmed texts.
         *
         * @param field its name in the configuration
         * @param values reads it; null counts as empty
         * @return this
         */
        public Builder<C> contains(String field, Function<C, ? extends @Nullable Collection<String>> values) {
            return rule(
                    field,
                    (saved, wanted) -> mismatch(
                            field,
                            "contains",
                            values,
                            saved,
                            wanted,
                            trimmed(values.apply(saved)).containsAll(trimmed(values.apply(wanted)))));
        }

        /**
         * Asks that the saved command line contains all wanted arguments; the order does not matter, but a
         * {@code --flag} and the value behind it stay together.
         *
         * @param field its name in the configuration
         * @param arguments reads it; null counts as empty
         * @return this
         */
        public Builder<C> commandLine(String field, Function<C, ? extends @Nullable Collection<String>> arguments) {
            return rule(
                    field,
                    (saved, wanted) -> mismatch(
                            field,
                            "commandLine",
                            arguments,
                            saved,
                            wanted,
                            CommandLine.units(arguments.apply(saved))
                                    .containsAll(CommandLine.units(arguments.apply(wanted)))));
        }

        /**
         * Leaves fields out of the comparison.
         *
         * @param fields their names in the configuration
         * @return this
         */
        public Builder<C> ignore(String... fields) {
            for (String field : fields) {
                rule(field, (saved, wanted) -> Optional.empty());
            }
            return this;
        }

        private Builder<C> rule(String field, Rule<C> rule) {
            if (rules.putIfAbsent(field, rule) != null) {
                throw new IllegalArgumentException("The field '" + field + "' has a rule already");
            }
            return this;
        }

        /** {@return the matcher with the rules so far} */
        public ConfigMatcher<C> build() {
            Map<String, Rule<C>> named = new LinkedHashMap<>(rules);
            return (saved, wanted, reader) -> compare(named, saved, wanted, reader);
        }

        private static <C> List<Mismatch> compare(Map<String, Rule<C>> rules, C saved, C wanted, FieldReader reader) {
            List<Mismatch> mismatches = new ArrayList<>();
            rules.values().forEach(rule -> rule.compare(saved, wanted).ifPresent(mismatches::add));
            Map<String, ?> savedFields = reader.fields(saved);
            Map<String, ?> wantedFields = reader.fields(wanted);
            Set<String> unnamed = new LinkedHashSet<>(savedFields.keySet());
            unnamed.addAll(wantedFields.keySet());
            unnamed.removeAll(rules.keySet());
            for (String field : unnamed) {
                Object before = savedFields.get(field);
                Object now = wantedFields.get(field);
                if (!Objects.equals(before, now)) {
                    mismatches.add(new Mismatch(field, "exact, as no rule names it", text(before), text(now)));
                }
            }
            return mismatches;
        }

        private static <C> Optional<Mismatch> mismatch(
                String field, String rule, Function<C, ?> value, C saved, C wanted, boolean matches) {
            return matches
                    ? Optional.empty()
                    : Optional.of(new Mismatch(field, rule, text(value.apply(saved)), text(value.apply(wanted))));
        }

        private static String text(@Nullable Object value) {
            return value instanceof Optional<?> optional
                    ? optional.map(Object::toString).orElse("absent")
                    : value == null ? "absent" : value.toString();
        }

        private static boolean specified(@Nullable Object value) {
            return value != null
                    && !(value instanceof Optional<?> optional && optional.isEmpty())
                    && !(value instanceof CharSequence text && text.isEmpty())
                    && !(value instanceof Collection<?> collection && collection.isEmpty());
        }

        private static Set<String> trimmed(@Nullable Collection<String> values) {
            return values == null
                    ? Set.of()
                    : values.stream()
                            .map(String::trim)
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.toSet());
        }
    }

    /**
     * How one field is compared.
     *
     * @param <C> the configuration of the job
     */
    @FunctionalInterface
    interface Rule<C> {

        /**
         * {@return the difference, if it counts}
         *
         * @param saved what the run was admitted with
         * @param wanted what the caller asks for now
         */
        Optional<Mismatch> compare(C saved, C wanted);
    }
}
