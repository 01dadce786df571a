package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.WorkQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Payments in the book that the state knows nothing of, as it was restored from a time before them. The block of one may be in
 * the chain still; that is told when the cursor comes to its number: under the same hash the payment is right, and is found when
 * it is entered again; under another one it is taken back.
 */
final class Strays {

    private final Map<String, List<Payment>> byPlace = new HashMap<>();
    private final Book book;

    private Strays(Book book) {
        this.book = book;
    }

    static Strays of(Book book, WorkQueue<Payment> queue) {
        Set<String> known = new HashSet<>();
        for (ItemState state : ItemState.values()) {
            queue.items(state).forEach(item -> known.add(item.payload().key()));
        }
        Strays strays = new Strays(book);
        book.all().stream().filter(payment -> !known.contains(payment.key())).forEach(strays::add);
        return strays;
    }

    private void add(Payment payment) {
        byPlace.computeIfAbsent(place(payment.chain(), payment.block()), place -> new ArrayList<>())
                .add(payment);
    }

    private static String place(String chain, String number) {
        return chain + "/" + number;
    }

    /** Takes back what the book has of another block with this number. Returns how much that was. */
    int settle(String chain, Position number, String hash) {
        List<Payment> others = byPlace.getOrDefault(place(chain, number.toString()), List.of()).stream()
                .filter(payment -> !payment.hash().equals(hash))
                .toList();
        return book.takeBack(others, "its block was replaced while the state was lost");
    }
}
