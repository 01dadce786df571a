package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journaling.JournalStorage;
import org.junit.jupiter.api.Test;

class TmpRotTest {
    @Test
    void rot() {
        StorageOpener o = (disk, directory, clock) -> JournalStorage.builder(directory)
                .segmentSize(8 << 10)
                .compactedBy(Runnable::run)
                .disk(disk)
                .clock(clock)
                .open();
        for (String s : new String[] {"open own0 save0 save0 save0 count0 close", "open own0 save0 own2 save2 close"})
            System.out.println("ROT " + new RotSweep(o, 5, 5).run(Script.of(s)));
    }
}
