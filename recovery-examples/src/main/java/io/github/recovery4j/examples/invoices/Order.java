package io.github.recovery4j.examples.invoices;

/**
 * An order to be invoiced.
 *
 * @param customer who ordered
 * @param cents for how much
 */
record Order(String customer, long cents) {

    /** Its line in the file of invoices. */
    String invoice() {
        return "%s;%d.%02d\n".formatted(customer, cents / 100, cents % 100);
    }
}
