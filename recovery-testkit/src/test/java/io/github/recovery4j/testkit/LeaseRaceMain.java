package io.github.recovery4j.testkit;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One of the processes that race for a lease, round by round. They meet before each round, and again when all have their
 * answer; then the winner gives the lease back. What came of a round is written down in memory they share.
 */
final class LeaseRaceMain {

    static final int COUNTERS_OF_A_ROUND = 4;

    private LeaseRaceMain() {}

    /** What the processes race for. */
    enum Prize {
        /** One lease, again and again. */
        THE_SAME {
            @Override
            LeaseKey of(int round) {
                return LeaseKey.admission("race");
            }
        },
        /** A lease that nobody ever had, in every round. */
        A_NEW_ONE {
            @Override
            LeaseKey of(int round) {
                return new LeaseKey("race", "round " + round);
            }
        };

        abstract LeaseKey of(int round);
    }

    /** What a round has left. */
    record Round(SharedCounters counters, int number) {

        private int at(int counter) {
            return number * COUNTERS_OF_A_ROUND + counter;
        }

        void begin(int players) {
            counters.meet(at(0), players);
        }

        void won(long token) {
            counters.add(at(1), 1);
            counters.add(at(2), token);
        }

        void end(int players) {
            counters.meet(at(3), players);
        }

        long winners() {
            return counters.get(at(1));
        }

        long token() {
            return counters.get(at(2));
        }
    }

    /** Arguments: directory, file of the shared memory, prize, rounds, players. */
    public static void main(String[] arguments) throws IOException {
        Prize prize = Prize.valueOf(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        int players = Integer.parseInt(arguments[4]);
        SharedCounters counters = SharedCounters.in(Path.of(arguments[1]), rounds * COUNTERS_OF_A_ROUND);
        int won = 0;
        try (FileStorage storage = FileStorage.open(Path.of(arguments[0]))) {
            for (int number = 0; number < rounds; number++) {
                won += race(storage, prize.of(number), new Round(counters, number), players);
            }
        }
        System.out.println("won " + won);
    }

    private static int race(FileStorage storage, LeaseKey key, Round round, int players) {
        round.begin(players);
        Claim claim = storage.leases().tryAcquire(key, Owner.thisProcess(), Duration.ofMinutes(1));
        if (claim instanceof Claim.Acquired mine) {
            round.won(mine.lease().token());
            round.end(players);
            mine.lease().release();
            return 1;
        }
        round.end(players);
        return 0;
    }
}
