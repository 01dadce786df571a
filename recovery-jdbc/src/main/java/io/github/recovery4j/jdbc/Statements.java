package io.github.recovery4j.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What is said to a database of one kind, in one schema. All of it is in resources: another database is another directory. */
final class Statements {

    private static final String DIRECTORY = "postgresql/";
    private static final String SCHEMA = "{schema}";
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern HEADING = Pattern.compile("(?m)^-- ([a-z ]+)$");

    private final String schema;
    private final Map<String, Sql> named;

    Statements(String schema) {
        if (!NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "The name of a schema has 1 to 63 small letters, digits and underscores, got '%s'"
                            .formatted(schema));
        }
        this.schema = schema;
        this.named = named(text("statements.sql"));
    }

    private static Map<String, Sql> named(String all) {
        Map<String, Sql> statements = new HashMap<>();
        List<MatchResult> headings = HEADING.matcher(all).results().toList();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : all.length();
            String body = all.substring(headings.get(i).end(), end);
            statements.put(headings.get(i).group(1), Sql.parse(body.strip()));
        }
        return statements;
    }

    String schema() {
        return schema;
    }

    Command command(String name) {
        return Optional.ofNullable(named.get(name))
                .orElseThrow(() -> new IllegalStateException("There is no statement '" + name + "'"))
                .command();
    }

    /** A resource, for this schema. */
    String text(String resource) {
        try (InputStream in = Statements.class.getResourceAsStream(DIRECTORY + resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + DIRECTORY + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(SCHEMA, schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
