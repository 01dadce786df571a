package io.github.recovery4j.examples.sync;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The final reports, beside the temporary one, which is the checkpoint of the run:
 *
 * <pre>
 * sync/01J8…-mainnet_geth_teku.main.json       what was synced, and how long it took
 * sync/01J8…-mainnet_geth_teku.progress.json   every entry on the way
 * sync/01J8…-mainnet_geth_teku.tmp.json        there as long as the others are not
 * </pre>
 *
 * A report is whole and durable before it has its name. Writing one again replaces it.
 */
final class Reports {

    private final Disk disk = Disk.local();
    private final ObjectWriter json = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();
    private final Path directory;

    /** Reports in the directory of the job. */
    Reports(Path directory) {
        this.directory = directory;
    }

    /** Where the main report of a run is. */
    Path main(RunId run, SyncConfig config) {
        return file(run, config, "main");
    }

    /** Where the temporary one is. */
    Path temporary(RunId run, SyncConfig config) {
        return file(run, config, "tmp");
    }

    private Path file(RunId run, SyncConfig config, String kind) {
        return directory.resolve("%s-%s.%s.json".formatted(run, config.label(), kind));
    }

    void write(RunId run, SyncConfig config, SyncProgress progress) throws IOException {
        disk.createDirectory(directory);
        replace(file(run, config, "main"), summary(run, config, progress));
        replace(file(run, config, "progress"), Map.of("runId", run.text(), "entries", progress.entries()));
        disk.syncDirectory(directory);
    }

    private static Map<String, Object> summary(RunId run, SyncConfig config, SyncProgress progress) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("runId", run.text());
        summary.put("status", progress.status());
        summary.put("network", config.network());
        summary.put("labels", config.labels());
        summary.put("executionClient", config.el());
        summary.put("consensusClient", config.cl());
        summary.put("environment", config.environment());
        summary.put("startedAt", progress.times().startedAt());
        summary.put("finishedAt", progress.times().updatedAt());
        summary.put("totalSeconds", seconds(progress.times().total()));
        summary.put("activeSeconds", seconds(progress.times().active()));
        summary.put("attempts", progress.times().attempts());
        summary.put("entries", progress.entries().size());
        summary.put("last", progress.entries().get(progress.entries().size() - 1));
        return summary;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void replace(Path file, Object content) throws IOException {
        Path written = file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".new");
        disk.delete(written);
        try (Disk.NewFile out = disk.create(written)) {
            out.out().write(json.writeValueAsBytes(content));
            out.sync();
        }
        disk.rename(written, file);
    }
}
