package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.disk.SafeName;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that belongs to a run.
 *
 * <pre>
 * 01J8….tmp.json                              current generation
 * 01J8…-mainnet_geth.tmp.json                 the same, with a label
 * 01J8…-mainnet_geth.tmp.json.backup          the generation before
 * 01J8…-mainnet_geth.tmp.json.backup-41       an older one: generation 41
 * 01J8…-mainnet_geth.tmp.json.new-3           a save that never committed, under fencing token 3
 * 01J8…-mainnet_geth.tmp.json.old-3-40        has had generation 40; the owner with token 3 writes over it
 * 01J8…-mainnet_geth.tmp.json.backup.broken-1 evidence; never read
 * </pre>
 *
 * @param run whose
 * @param base run id and label, without any ending
 * @param slot which of the run's files
 */
record ReportName(RunId run, String base, Slot slot) {

    /** The newest generation first. */
    static final Comparator<ReportName> NEWEST_FIRST =
            Comparator.comparingLong((ReportName name) -> name.slot().rank()).reversed();

    /** The greatest number that a file name has room for. */
    static final long LAST_GENERATION = 999_999_999_999_999_999L;

    private static final String ENDING = ".tmp.json";
    private static final Pattern FORM = Pattern.compile(
            "(?<base>(?<run>[0-7][0-9A-HJKMNP-TV-Z]{25})(-[\\w%~-]*)?)"
                    + "\\.tmp\\.json(?<slot>|\\.new-\\d{1,19}|\\.old-\\d{1,19}-\\d{1,18}|\\.backup|\\.backup-(?<generation>\\d{1,18})|(\\.backup(-\\d{1,18})?)?\\.broken-\\d+)");

    /** Where a file of a run stands, newest first. */
    sealed interface Slot {

        /** What the file name has behind {@code .tmp.json}. */
        String suffix();

        /** Greater for a newer generation. */
        long rank();

        /** Whether a generation may be read from here. */
        default boolean readable() {
            return rank() >= 0;
        }
    }

    /** The current generation. */
    record Current() implements Slot {
        @Override
        public String suffix() {
            return "";
        }

        @Override
        public long rank() {
            return Long.MAX_VALUE;
        }
    }

    /** The generation before the current one. */
    record Backup() implements Slot {
        @Override
        public String suffix() {
            return ".backup";
        }

        @Override
        public long rank() {
            return Long.MAX_VALUE - 1;
        }
    }

    /** An older generation. */
    record Older(long generation) implements Slot {
        @Override
        public String suffix() {
            return ".backup-" + generation;
        }

        @Override
        public long rank() {
            return generation;
        }
    }

    /** What one owner alone needs, and nobody reads. Owners do not share it: its name has their token. */
    record Owned(String suffix) implements Slot {

        /** A save in the making, or one that never committed. */
        static Owned uncommitted(long token) {
            return new Owned(".new-" + token);
        }

        /** A file whose generation is not kept any more, for the next save to write over. */
        static Owned retired(long token, long generation) {
            return new Owned(".old-" + token + "-" + generation);
        }

        @Override
        public long rank() {
            return -1;
        }
    }

    /** A damaged file that was set aside. */
    record Broken(String suffix) implements Slot {
        @Override
        public long rank() {
            return -1;
        }
    }

    /** The base of a new run's files. */
    static String base(RunId run, String label) {
        return label.isEmpty() ? run.text() : run.text() + "-" + SafeName.of(label);
    }

    /** Understands a file name, if it is one of ours. */
    static Optional<ReportName> parse(String fileName) {
        Matcher matcher = FORM.matcher(fileName);
        return matcher.matches()
                ? Optional.of(new ReportName(new RunId(matcher.group("run")), matcher.group("base"), slot(matcher)))
                : Optional.empty();
    }

    private static Slot slot(Matcher matcher) {
        String suffix = matcher.group("slot");
        if (matcher.group("generation") != null) {
            return new Older(Long.parseLong(matcher.group("generation")));
        }
        return switch (suffix) {
            case "" -> new Current();
            case ".backup" -> new Backup();
            default -> suffix.startsWith(".new") || suffix.startsWith(".old") ? new Owned(suffix) : new Broken(suffix);
        };
    }

    ReportName in(Slot other) {
        return new ReportName(run, base, other);
    }

    String fileName() {
        return base + ENDING + slot.suffix();
    }
}
