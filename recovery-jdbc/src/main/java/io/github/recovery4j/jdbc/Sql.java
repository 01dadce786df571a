package io.github.recovery4j.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement as JDBC wants it.
 *
 * @param text with a question mark for each parameter
 * @param parameters their names, in order; a name may come more than once
 */
record Sql(String text, List<String> parameters) {

    private static final Pattern PARAMETER = Pattern.compile(":([a-zA-Z]+)");

    /** Reads a statement in which parameters are names behind a colon. */
    static Sql parse(String named) {
        List<String> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(named);
        while (matcher.find()) {
            parameters.add(matcher.group(1));
        }
        return new Sql(matcher.replaceAll("?"), List.copyOf(parameters));
    }

    /** This statement, whose parameters have no values yet. */
    Command command() {
        return new Command(this);
    }
}
