package io.github.recovery4j.examples.invoices;

import io.github.recovery4j.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Appends an invoice to the file, saves that it did, and goes on to the next. If the process dies between the two, the
 * invoice is in the file but not in the state: the next start writes it again, and the customer pays twice.
 */
final class CarelessInvoices {

    private final Path file;

    CarelessInvoices(Path file) {
        this.file = file;
    }

    /**
     * How far it is.
     *
     * @param invoices how many are written
     */
    record Progress(int invoices) {}

    /** Writes the invoices, or what is left of them to write, and returns how many there are. */
    int write(Recovery recovery, List<Order> orders) {
        return recovery.run("invoices", Progress.class, () -> new Progress(0), run -> {
            for (int next = run.state().invoices(); next < orders.size(); next++) {
                append(orders.get(next).invoice());
                run.checkpoint(new Progress(next + 1));
            }
            return orders.size();
        });
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
