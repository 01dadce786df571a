package io.github.recovery4j.file;

import java.io.IOException;

/** A file is not what was written: its message says in what, and becomes the reason of a {@code Damage}. */
final class DamagedException extends IOException {

    private static final long serialVersionUID = 1;
    private static final int LONGEST = 300;

    /** A reason that quotes the file is cut: the file may be made to fill a log. */
    DamagedException(String reason) {
        super(reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason);
    }
}
