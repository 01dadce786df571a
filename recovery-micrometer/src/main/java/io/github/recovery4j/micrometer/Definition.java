package io.github.recovery4j.micrometer;

import io.micrometer.core.instrument.Tags;
import java.util.List;

/**
 * A meter, as docs/metrics.md has it.
 *
 * @param name in Micrometer's way, lower case with dots
 * @param kind what it is
 * @param unit its base unit; empty if it counts
 * @param tags what its values are told apart by, names before choices
 * @param meaning for people
 */
record Definition(String name, Kind kind, String unit, List<Tag> tags, String meaning) {

    enum Kind {
        /** Only grows. */
        COUNTER,
        /** How often, how long in all, and the longest of late. */
        TIMER,
        /** How often, how much in all, and the most of late. */
        SUMMARY,
        /** As it is when somebody looks. */
        GAUGE
    }

    static Definition counter(String name, String meaning, Tag... tags) {
        return new Definition(name, Kind.COUNTER, "", List.of(tags), meaning);
    }

    static Definition timer(String name, String meaning, Tag... tags) {
        return new Definition(name, Kind.TIMER, "seconds", List.of(tags), meaning);
    }

    static Definition bytes(String name, String meaning, Tag... tags) {
        return new Definition(name, Kind.SUMMARY, "bytes", List.of(tags), meaning);
    }

    static Definition gauge(String name, String unit, String meaning, Tag... tags) {
        return new Definition(name, Kind.GAUGE, unit, List.of(tags), meaning);
    }

    /** The keys of the tags, in order. */
    List<String> keys() {
        return tags.stream().map(Tag::key).toList();
    }

    /** Whether it is told apart by one name, and by nothing else that a program gives. */
    boolean isOnlyNamedBy(Tag tag) {
        return tags.stream().filter(Tag::isName).toList().equals(List.of(tag));
    }

    Tags tagsOf(List<String> values) {
        Tags all = Tags.empty();
        for (int at = 0; at < tags.size(); at++) {
            all = all.and(tags.get(at).key(), values.get(at));
        }
        return all;
    }
}
