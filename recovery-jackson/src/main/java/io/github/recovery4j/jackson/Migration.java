package io.github.recovery4j.jackson;

import tools.jackson.databind.JsonNode;

/** Turns the JSON of one version of a type into the JSON of the next. */
@FunctionalInterface
public interface Migration {

    /**
     * Migrates one document. Numbers with a fraction arrive as exact decimals.
     *
     * @param old the document as the older version wrote it; may be changed and returned
     * @return the document as the next version would have written it
     * @throws Exception if the document cannot be migrated; it is then left as it is in the store
     */
    JsonNode migrate(JsonNode old) throws Exception;
}
