package io.github.recovery4j.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Where something can be set. */
record Origin(String what, String prefix, Map<String, String> values, Function<Setting<?>, String> naming) {

    static Origin properties(Map<String, String> values) {
        return new Origin("system property", Setting.PREFIX, values, Setting::key);
    }

    static Origin environment(Map<String, String> values) {
        return new Origin("environment variable", "RECOVERY4J_", values, Setting::variable);
    }

    /** The names that look like settings. Those of properties may be of any case, as nobody else uses them. */
    List<String> names() {
        return values.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> prefix.equals(Setting.PREFIX) || name.equals(name.toUpperCase(Locale.ROOT)))
                .sorted()
                .toList();
    }

    String describe(String name) {
        return what + " " + name;
    }
}
