package io.github.recovery4j.file;

import java.io.IOException;

/** A file is not what was written: its message says in what, and becomes the reason of a {@code Damage}. */
final class DamagedException extends IOException {

    private static final long serialVersionUID = 1;

    DamagedException(String reason) {
        super(reason);
    }
}
