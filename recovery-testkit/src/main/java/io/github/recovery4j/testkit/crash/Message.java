package io.github.recovery4j.testkit.crash;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a child tells its parent, as one line of its output among those of the job:
 *
 * <pre>
 * recovery4j crash test: ARRIVED 7 YWZ0ZXIgY2hlY2twb2ludCAz      at boundary 7, and waits there to be killed
 * recovery4j crash test: FINISHED 27 NDI=                        with this result, after 27 boundaries
 * recovery4j crash test: FAILED 0 amF2YS5sYW5n…                  with this stack trace
 * </pre>
 */
record Message(Kind kind, int number, String text) {

    private static final String PREFIX = "recovery4j crash test: ";

    enum Kind {
        ARRIVED,
        FINISHED,
        FAILED
    }

    static boolean is(String line) {
        return line.startsWith(PREFIX);
    }

    String line() {
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "%s%s %d %s".formatted(PREFIX, kind, number, encoded);
    }

    static Message parse(String line) {
        String[] words = line.substring(PREFIX.length()).split(" ", -1);
        String text = new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
        return new Message(Kind.valueOf(words[0]), Integer.parseInt(words[1]), text);
    }

    Ending ending() {
        return switch (kind) {
            case ARRIVED -> new Ending.Crashed(new Boundary(number, text));
            case FINISHED -> new Ending.Finished(text, number);
            case FAILED -> new Ending.Failed(text, null);
        };
    }
}
