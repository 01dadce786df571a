package io.github.recovery4j.testkit;

/** Names that a medium may not be able to hold as they are, and must hold all the same. */
enum HostileName {
    ONE_LETTER("a"),
    BLANK(" "),
    SPACES(" a  b "),
    DOT("."),
    PARENT(".."),
    HIDDEN(".hidden"),
    TRAILING_DOT("job."),
    ABSOLUTE("/etc/passwd"),
    TRAVERSAL("../../outside"),
    BACKSLASH("..\\outside"),
    SLASH("a/b"),
    STAR("*"),
    BRACKET("[a-z]"),
    BRACES("{a,b}?"),
    PERCENT("100%"),
    ENCODED("a%2Fb"),
    LIKE_WILDCARD("a_b%"),
    TILDE("~root"),
    QUOTES("'; drop table runs; --\""),
    OPTION("-rf"),
    COLON("C:con"),
    DEVICE("NUL"),
    NUL_BYTE("a\0b"),
    NEW_LINE("a\r\nb"),
    TAB("a\tb"),
    OWN_ENDING("job.tmp.json.backup"),
    LOCK_FILE("storage.lock"),
    MARKER_FILE("storage.json"),
    ADMISSION("admission"),
    LONG("n".repeat(300)),
    LONG_AND_WIDE("語".repeat(300)),
    ACCENTS("café"),
    DECOMPOSED_ACCENTS("cafe\u0301"),
    RIGHT_TO_LEFT("\u202Eexe.job"),
    EMOJI("🚀 launch 👩‍👩‍👧"),
    HIGH_SURROGATE("a\uD83D"),
    LOW_SURROGATE("\uDE80b"),
    SWAPPED_SURROGATES("\uDE80\uD83D"),
    NON_CHARACTER("\uFFFF"),
    REPLACEMENT("a?");

    final String text;

    HostileName(String text) {
        this.text = text;
    }
}
