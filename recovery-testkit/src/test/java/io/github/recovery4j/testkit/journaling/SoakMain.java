package io.github.recovery4j.testkit.journaling;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;

/** Saves, records steps and removes runs with several threads until it is killed, or told to stop. */
final class SoakMain {

    private static final Duration TTL = Duration.ofHours(2);
    private static final Encoded CONFIG = Encoded.of("bytes", 1, new byte[20]);

    private final JournalStorage storage;
    private final Slots slots;
    private volatile boolean stopping;

    private SoakMain(JournalStorage storage, Slots slots) {
        this.storage = storage;
        this.slots = slots;
    }

    /** Arguments: directory of the storage, file of the counters, seed. */
    public static void main(String[] arguments) throws Exception {
        JournalStorage storage = Slots.open(Path.of(arguments[0]));
        SoakMain soak = new SoakMain(storage, new Slots(Path.of(arguments[1])));
        Runtime.getRuntime().addShutdownHook(new Thread(soak::stop));
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        for (int thread = 0; thread < Slots.THREADS; thread++) {
            int first = thread;
            SplittableRandom mine = random.split();
            new Thread(() -> soak.work(first, mine)).start();
        }
        System.out.println("working");
    }

    private void stop() {
        stopping = true;
        storage.close();
    }

    /** Every thread has slots of its own. */
    private void work(int first, SplittableRandom random) {
        try {
            Occupant[] occupants = new Occupant[Slots.COUNT];
            while (true) {
                int slot = first + Slots.THREADS * random.nextInt(Slots.COUNT / Slots.THREADS);
                if (occupants[slot] == null) {
                    occupants[slot] = new Occupant(slot);
                }
                if (occupants[slot].act(random.nextInt(200))) {
                    occupants[slot] = null;
                }
            }
        } catch (StoreException | LeaseException e) {
            if (!stopping) {
                throw e;
            }
        }
    }

    /** The run of a slot in the hands of this process. */
    private final class Occupant {

        private final int slot;
        private final RunKey run;
        private final Lease lease;
        private final Journal journal;
        private long generation;

        Occupant(int slot) {
            this.slot = slot;
            if (slots.removing(slot)) {
                remove(own(slots.run(slot)));
            }
            this.run = slots.run(slot);
            this.lease = own(run);
            this.journal = storage.journals().open(run, lease.token());
            this.generation = storage.checkpoints()
                    .load(run, Long.MAX_VALUE)
                    .checkpoint()
                    .map(Checkpoint::generation)
                    .orElse(0L);
            slots.saved(slot, generation);
            slots.recorded(slot, journal.end());
        }

        private Lease own(RunKey wanted) {
            Claim claim = storage.leases().tryAcquire(LeaseKey.of(wanted), Owner.thisProcess(), TTL);
            return ((Claim.Acquired) claim).lease();
        }

        private void remove(Lease owned) {
            slots.beginRemoval(slot);
            storage.checkpoints().remove(slots.run(slot), owned.token());
            slots.endRemoval(slot);
        }

        /** Returns whether the run is gone. */
        boolean act(int choice) {
            if (choice == 0 && generation > 0) {
                remove(lease);
                return true;
            }
            if (choice < 20 && generation > 0) {
                long number = journal.end();
                journal.append(0, Sync.now(), Slots.step(run, number));
                slots.recorded(slot, number + 1);
            } else {
                save();
            }
            return false;
        }

        private void save() {
            generation++;
            storage.checkpoints()
                    .save(new Checkpoint(
                            run,
                            "",
                            new Stamp(generation, lease.token(), Instant.now()),
                            CONFIG,
                            new Content.State(Slots.state(run, generation), Map.of())));
            slots.saved(slot, generation);
        }
    }
}
