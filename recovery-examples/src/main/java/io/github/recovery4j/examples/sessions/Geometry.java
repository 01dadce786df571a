package io.github.recovery4j.examples.sessions;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the panes of a window lie, as tmux tells and takes it, without the numbers of panes, which no other server would give.
 *
 * <pre>
 * befe,180x45,0,0{33x45,0,0,0,146x45,34,0[146x9,34,0,1,146x35,34,10,2]}     as tmux tells
 * 29ab,180x45,0,0{33x45,0,0,146x45,34,0[146x9,34,0,146x35,34,10]}           the same for all servers
 * </pre>
 *
 * The first four digits are a checksum of all behind the comma.
 */
final class Geometry {

    static final Pattern PATTERN = Pattern.compile("[0-9a-f]{4},\\d+x\\d+,[\\dx,{}\\[\\]]+");

    private static final int SUM = 5;
    private static final Pattern NUMBER = Pattern.compile("(\\d+x\\d+,\\d+,\\d+),\\d+(?![\\dx])");
    private static final int LOW_BITS = 0xffff;

    private Geometry() {}

    /** {@return what tmux tells, without the numbers of panes} */
    static String of(String told) {
        String cells = NUMBER.matcher(told.substring(SUM)).replaceAll("$1");
        return String.format(Locale.ROOT, "%04x,%s", checksum(cells), cells);
    }

    private static int checksum(String cells) {
        int sum = 0;
        for (int i = 0; i < cells.length(); i++) {
            sum = (sum >> 1) + ((sum & 1) << 15);
            sum = (sum + cells.charAt(i)) & LOW_BITS;
        }
        return sum;
    }
}
