package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Waypoint;

/** Places and numbers in words. */
final class Describe {

    private static final int SHOWN = 10;

    private Describe() {}

    static String place(Waypoint at) {
        return place(at.position(), at.anchor());
    }

    /** A number, and as much of the hash as is needed to tell it from others. */
    static String place(Position number, String hash) {
        return place(number.toString(), hash);
    }

    static String place(String number, String hash) {
        return number + " " + hash.substring(0, Math.min(SHOWN, hash.length()));
    }

    static String payments(int count) {
        return count + (count == 1 ? " payment" : " payments");
    }
}
