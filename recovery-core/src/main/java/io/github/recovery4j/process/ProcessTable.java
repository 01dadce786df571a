package io.github.recovery4j.process;

import java.util.List;

/** The processes of this machine, as one look sees them. */
interface ProcessTable {

    /** {@return what the operating system tells; of marks, nothing but on Linux} */
    static ProcessTable system() {
        return ProcFiles.INSTANCE;
    }

    /** {@return all there are} */
    List<ProcessHandle> processes();

    /** Whether a process has a mark. */
    enum Carries {
        YES,
        NO,
        /** It is just becoming another program; to be asked again. */
        UNDECIDED
    }

    /**
     * Looks for a mark in the environment of a process.
     *
     * @param process which
     * @param mark what to look for
     */
    Carries carries(ProcessHandle process, ProcessMark mark);
}
