package io.github.recovery4j.child;

import io.github.recovery4j.json.JsonFile;
import io.github.recovery4j.json.MalformedJsonException;
import io.github.recovery4j.process.Boot;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import io.github.recovery4j.process.ProcessTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what the processes of one child are found by whoever comes after this host, in a file that {@link Children} tells of. For
 * use by one thread at a time.
 */
final class ChildRecord {

    private static final Logger log = LoggerFactory.getLogger(Children.class);

    private final JsonFile file;
    private final Boot boot;
    private Optional<ProcessTrace> trace;

    /** What is on record, if anything is. */
    ChildRecord(JsonFile file, Boot boot) throws IOException {
        this.file = file;
        this.boot = boot;
        this.trace = file.read(this::trace);
    }

    /** The numbers of processes end with their machine. */
    private ProcessTrace trace(Map<String, Object> fields) throws MalformedJsonException {
        ProcessMark mark = new ProcessMark(JsonFile.field(fields, "mark", String.class));
        boolean isKnown = fields.containsKey("pid") && boot.id().equals(JsonFile.field(fields, "boot", String.class));
        return new ProcessTrace(mark, isKnown ? Optional.of(process(fields)) : Optional.empty());
    }

    private static ProcessId process(Map<String, Object> fields) throws MalformedJsonException {
        return new ProcessId(
                JsonFile.field(fields, "pid", Long.class),
                Instant.parse(JsonFile.field(fields, "startedAt", String.class)));
    }

    /** What to start the next process with. It is durable when this returns. */
    ProcessMark mark() throws IOException {
        if (trace.isEmpty()) {
            ProcessTrace created = ProcessTrace.create();
            write(created);
            trace = Optional.of(created);
        }
        return trace.get().mark();
    }

    /** Without it the process would still be found, by its mark. */
    void became(ProcessId process) {
        trace = trace.map(known -> known.became(process));
        try {
            write(trace.orElseThrow());
        } catch (IOException e) {
            log.warn("{} could not be recorded; a later host finds it by its mark only: {}", process, e.getMessage());
        }
    }

    private void write(ProcessTrace known) throws IOException {
        Map<String, Object> fields = new HashMap<>(Map.of("mark", known.mark().text(), "boot", boot.id()));
        known.process().ifPresent(process -> {
            fields.put("pid", process.pid());
            fields.put("startedAt", process.startedAt());
        });
        file.write(fields);
    }

    /** Ends all that was ever started for the child; how many processes that were. */
    int end(Duration grace) throws IOException, InterruptedException {
        return trace.isPresent() ? trace.get().stop(grace) : 0;
    }
}
