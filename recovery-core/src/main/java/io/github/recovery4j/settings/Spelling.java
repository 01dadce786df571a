package io.github.recovery4j.settings;

/** How much two names differ. */
final class Spelling {

    private static final int NEAR = 4;

    private Spelling() {}

    static boolean isNear(String one, String other) {
        return distance(one, other) <= NEAR;
    }

    /** As many letters have to be put in, left out or replaced (Levenshtein). */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(replaced, Math.min(above[column], line[column - 1]) + 1);
            }
            above = line;
        }
        return above[other.length()];
    }
}
