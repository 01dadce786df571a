/**
 * Two jobs that write the same file of invoices. {@code CarelessInvoices} looks right, and is right until its process dies
 * at the wrong moment; {@code CarefulInvoices} is right then too. Their test shows how the difference is found.
 */
@NullMarked
package io.github.recovery4j.examples.invoices;

import org.jspecify.annotations.NullMarked;
