package io.github.recovery4j.examples.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.WorkQueue;
import java.util.Optional;

/** Follows a chain to its end, and enters everything, on the thread of the test. */
final class Catching {

    private Catching() {}

    static void up(Chain chain, Tracking tracking) throws Exception {
        Stop noPauses = new Stop();
        noPauses.request();
        Follower follower = tracking.follower(chain, 10);
        while (!isAt(follower.place(), chain.head())) {
            assertThat(follower.step(noPauses)).isEmpty();
        }
        WorkQueue<Payment> queue = tracking.queue();
        for (Optional<Claim<Payment>> next = queue.claim(); next.isPresent(); next = queue.claim()) {
            queue.complete(next.get(), tracking.enter(next.get()));
        }
    }

    private static boolean isAt(Optional<Waypoint> place, Block head) {
        return place.filter(at -> at.anchor().equals(head.hash())).isPresent();
    }
}
