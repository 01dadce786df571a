package io.github.recovery4j.process;

import java.util.regex.Pattern;

/**
 * What a command wrote to one of its streams.
 *
 * @param text the text, as UTF-8, without the codes for colours and cursors, its lines ended by {@code \n}
 * @param complete whether that is all of it: not if it was more than {@value #MOST_BYTES} bytes
 */
public record Output(String text, boolean complete) {

    /** So much is kept of a stream. The rest is read too, so that the command does not wait for its reader. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int QUOTED = 200;

    /** Sequences of ECMA-48: control sequences (colours), texts for the terminal (titles, links), and the short ones. */
    private static final Pattern CODES = Pattern.compile(
            "(?:\u001B\\[|\u009B)[0-?]*+[ -/]*+[@-~]|\u001B][^\u0007\u001B]*+(?:\u0007|\u001B\\\\)?|\u001B[ -/]*+[0-~]");

    static Output of(String raw, boolean complete) {
        return new Output(CODES.matcher(raw).replaceAll("").replace("\r\n", "\n"), complete);
    }

    /** {@return its last line that says something, shortened, for messages; empty if there is none} */
    public String lastLine() {
        String stripped = text.strip();
        String line = stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
    }

    @Override
    public String toString() {
        return text;
    }
}
