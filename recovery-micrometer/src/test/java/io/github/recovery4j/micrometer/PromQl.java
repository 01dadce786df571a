package io.github.recovery4j.micrometer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an expression of Prometheus asks for, as far as those of ours need it. */
final class PromQl {

    private static final Pattern STRINGS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
    private static final Pattern METRIC = Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "by", "on", "without", "ignoring");

    private PromQl() {}

    /** The metrics, with the labels that are asked of each. */
    static Map<String, Set<String>> metrics(String expression) {
        String text = STRINGS.matcher(expression).replaceAll("\"\"");
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            for (String label : grouping.group(2).split(",", -1)) {
                grouped.add(label.trim());
            }
        }
        Map<String, Set<String>> metrics = new LinkedHashMap<>();
        Matcher selector = SELECTOR.matcher(text);
        while (selector.find()) {
            Set<String> labels = metrics.computeIfAbsent(selector.group(1), any -> new TreeSet<>());
            Matcher matcher = MATCHER.matcher(selector.group(2));
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        }
        String bare = RANGE.matcher(GROUPING.matcher(text).replaceAll(" ")).replaceAll(" ");
        Matcher metric = METRIC.matcher(SELECTOR.matcher(bare).replaceAll("$1 "));
        while (metric.find()) {
            if (!WORDS.contains(metric.group(1))) {
                metrics.computeIfAbsent(metric.group(1), any -> new TreeSet<>());
            }
        }
        metrics.values().forEach(labels -> labels.addAll(grouped));
        return metrics;
    }
}
