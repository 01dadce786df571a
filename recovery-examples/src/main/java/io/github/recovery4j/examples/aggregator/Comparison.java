package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.ledger.LedgerEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares the book with what the chains say. */
final class Comparison {

    private Comparison() {}

    /** What is wrong with the book, a line each; empty if it is exactly what the chains say, and was never more than that. */
    static List<String> deviations(Book book, List<DevChain> chains) throws IOException, InterruptedException {
        Set<Payment> entered = new HashSet<>(book.all());
        Set<Payment> paid = new HashSet<>();
        for (DevChain chain : chains) {
            paid.addAll(chain.payments());
        }
        List<String> wrong = new ArrayList<>();
        paid.stream().filter(payment -> !entered.contains(payment)).forEach(each -> wrong.add("missing: " + each));
        entered.stream().filter(payment -> !paid.contains(payment)).forEach(each -> wrong.add("too much: " + each));
        for (Payment payment : entered) {
            if (!wasThereOnce(book.ledger().history(payment.key()).events())) {
                wrong.add("entered while it was there: " + payment);
            }
        }
        return wrong;
    }

    /** Entered, and entered again only after it was taken back. */
    private static boolean wasThereOnce(List<LedgerEvent<Payment>> history) {
        boolean there = false;
        for (LedgerEvent<Payment> event : history) {
            boolean enters = event.kind() == LedgerEvent.Kind.PUT;
            if (enters == there) {
                return false;
            }
            there = enters;
        }
        return there;
    }
}
