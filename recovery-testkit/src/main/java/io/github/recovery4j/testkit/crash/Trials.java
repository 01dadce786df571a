package io.github.recovery4j.testkit.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes trials, each in a place of its own, which is gone afterwards. One thread. */
final class Trials {

    private final Host host;
    private final Path directory;
    private int made;
    private int crashes;

    Trials(Host host, Path directory) {
        this.host = host;
        this.directory = directory;
    }

    /** How many processes crashed in all of them. */
    int crashes() {
        return crashes;
    }

    /** Lets one life after another end at the boundary of that number, and a last one go on to its end. */
    Trial make(List<Integer> fatal) throws InterruptedException {
        Place place = Place.create(directory.resolve("trial-" + ++made));
        try {
            Trial trial = make(place, fatal);
            crashes += trial.crashes().size();
            return trial;
        } finally {
            Place.delete(place.root());
        }
    }

    private Trial make(Place place, List<Integer> fatal) throws InterruptedException {
        List<Boundary> where = new ArrayList<>();
        for (int number : fatal) {
            Ending ending = host.live(place, number);
            if (!(ending instanceof Ending.Crashed crashed)) {
                return new Trial(where, ending, place.effects());
            }
            where.add(crashed.at());
        }
        return new Trial(where, host.live(place, Life.NEVER), place.effects());
    }
}
