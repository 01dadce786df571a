package io.github.recovery4j.journaling;

/** What the records of the journal are. */
final class RecordType {

    /** A {@link CheckpointRecord}. */
    static final int CHECKPOINT = 1;

    /** Run, job: the run is gone. */
    static final int REMOVED = 2;

    /** Run, job, generation, count, released. */
    static final int ATTEMPTS = 3;

    /** Run, job, the position of a damaged checkpoint, the generation that is left: it is not shown any more. */
    static final int SET_ASIDE = 4;

    /** Number: how often the storage was opened to be written. */
    static final int EPOCH = 5;

    /** Run, job, number, type, payload: a record of the run's own journal. */
    static final int RUN_RECORD = 6;

    /** Run, job, number: the records of its own journal before that are not needed any more. */
    static final int RELEASED = 7;

    private RecordType() {}
}
