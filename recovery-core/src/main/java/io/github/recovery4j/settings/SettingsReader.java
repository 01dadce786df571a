package io.github.recovery4j.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads all settings once. */
final class SettingsReader {

    private final Collection<Setting<?>> known;
    private final List<Origin> origins;
    private final Map<Setting<?>, Settings.Given<?>> given = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** The first origin that sets something wins, even if it makes no sense. */
    SettingsReader(Collection<Setting<?>> known, List<Origin> origins) {
        this.known = known;
        this.origins = origins;
    }

    Map<Setting<?>, Settings.Given<?>> given() {
        return Collections.unmodifiableMap(given);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void read() {
        known.forEach(this::read);
        origins.forEach(this::findUnknown);
    }

    private void read(Setting<?> setting) {
        for (Origin origin : origins) {
            String name = origin.naming().apply(setting);
            String text = origin.values().getOrDefault(name, "").strip();
            if (!text.isEmpty()) {
                read(setting, text, origin.describe(name));
                return;
            }
        }
    }

    private <T> void read(Setting<T> setting, String text, String where) {
        SettingType<T> type = setting.type();
        try {
            given.put(setting, new Settings.Given<>(setting, type.reader().apply(text), where));
        } catch (IllegalArgumentException e) {
            problems.add("The %s is '%s', but %s; the default %s is used (it has to be %s)"
                    .formatted(where, text, e.getMessage(), type.printer().apply(setting.builtIn()), type.form()));
        }
    }

    private void findUnknown(Origin origin) {
        List<String> names = known.stream().map(origin.naming()).collect(Collectors.toList());
        for (String name : origin.names()) {
            if (!names.contains(name)) {
                problems.add("The %s sets nothing: there is no such setting%s"
                        .formatted(origin.describe(name), suggestion(name, names)));
            }
        }
    }

    private static String suggestion(String name, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(candidate -> Spelling.distance(name, candidate)))
                .filter(candidate -> Spelling.isNear(name, candidate))
                .map(candidate -> "; did you mean %s?".formatted(candidate))
                .orElse("");
    }
}
