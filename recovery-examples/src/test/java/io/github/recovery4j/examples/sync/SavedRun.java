package io.github.recovery4j.examples.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A temporary report, as anybody can read it. */
record SavedRun(String run, SyncConfig config, SyncProgress progress) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SECTIONS = 3;

    /** Empty if it has no progress yet, or is just being replaced. */
    static Optional<SavedRun> read(Path report) throws IOException {
        try {
            List<String> lines = Files.readAllLines(report);
            return lines.size() < SECTIONS || lines.get(2).isBlank()
                    ? Optional.empty()
                    : Optional.of(new SavedRun(
                            JSON.readTree(lines.get(0)).path("run").asString(),
                            JSON.readValue(lines.get(1), SyncConfig.class),
                            JSON.readValue(lines.get(2), SyncProgress.class)));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        }
    }

    List<SyncProgress.Entry> entries() {
        return progress.entries();
    }
}
