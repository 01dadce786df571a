package io.github.recovery4j.jackson;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** We refuse what Jackson would do. The message speaks of classes, never of values. */
final class RefusedException extends JacksonException {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super((@Nullable Closeable) null, message);
    }
}
