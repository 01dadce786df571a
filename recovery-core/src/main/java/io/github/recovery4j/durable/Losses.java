package io.github.recovery4j.durable;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a collection has to do without, of its events. Immutable.
 *
 * @param gone what is lost, and nobody has accepted
 * @param aside what cannot be understood, and is offered again to code that may
 */
record Losses(List<Unread> gone, List<Unclear> aside) {

    /**
     * Something that cannot be understood.
     *
     * @param aside its bytes
     * @param why what is wrong with them
     */
    record Unclear(Snapshots.Aside aside, Unread why) {

        Unclear accept() {
            return new Unclear(aside.accept(), why);
        }
    }

    Losses {
        gone = List.copyOf(gone);
        aside = List.copyOf(aside);
    }

    /** Somebody has said that the collection is right without it. What may be understood later is kept all the same. */
    Losses accepted() {
        return new Losses(List.of(), aside.stream().map(Unclear::accept).toList());
    }

    /** What nobody has accepted. */
    List<Unread> unread() {
        return Stream.concat(
                        gone.stream(),
                        aside.stream().filter(each -> !each.aside().accepted()).map(Unclear::why))
                .toList();
    }

    List<Snapshots.Aside> asides() {
        return aside.stream().map(Unclear::aside).toList();
    }
}
