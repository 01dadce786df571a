package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;

/** How a record says which run it is about: the 16 bytes of the id, then the job. */
final class RunKeys {

    private RunKeys() {}

    /** Begins a record with a run. */
    static FieldWriter written(RunKey run) {
        return new FieldWriter()
                .longNumber(run.id().high())
                .longNumber(run.id().low())
                .text(run.job());
    }

    static RunKey read(FieldReader reader) {
        RunId id = new RunId(reader.longNumber(), reader.longNumber());
        return new RunKey(reader.text(), id);
    }
}
