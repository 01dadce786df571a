package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.testkit.sweep.JournalOpener;
import io.github.recovery4j.testkit.sweep.JournalScript;
import io.github.recovery4j.testkit.sweep.JournalSweep;
import java.util.Optional;

/** What every journal on a disk has to pass, with few choices, as it is run for every mutant. */
enum JournalSuite {

    /** Everything goes well. */
    CONTRACT {
        @Override
        Optional<String> complaint(JournalOpener opener, long seed) {
            return Suite.complaintOfTests(
                    ContractOfJournalMutant.class, 5, tests -> ContractOfJournalMutant.TESTED.test(opener, tests));
        }
    },

    /** The power goes, or the process is killed. */
    CRASHES {
        @Override
        Optional<String> complaint(JournalOpener opener, long seed) {
            JournalSweep sweep = new JournalSweep(opener, seed);
            return Suite.complaintOf(() -> JournalScript.small().forEach(script -> sweep.crash(script, 100)));
        }
    },

    /** Operations of the disk fail. */
    FAULTS {
        @Override
        Optional<String> complaint(JournalOpener opener, long seed) {
            JournalSweep sweep = new JournalSweep(opener, seed);
            return Suite.complaintOf(
                    () -> sweep.fail(JournalScript.of("open now1 later2 now1 close open now4 now3 look close")));
        }
    },

    /** Files are damaged. */
    ROT {
        @Override
        Optional<String> complaint(JournalOpener opener, long seed) {
            JournalSweep sweep = new JournalSweep(opener, seed);
            return Suite.complaintOf(() -> sweep.rot(JournalScript.of("open now1 now2 now1 close"), 3));
        }
    };

    /** What is wrong with the journal, if this finds anything. */
    abstract Optional<String> complaint(JournalOpener opener, long seed);
}
