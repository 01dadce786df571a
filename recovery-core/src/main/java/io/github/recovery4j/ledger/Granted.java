package io.github.recovery4j.ledger;

import java.time.Instant;

/**
 * What was granted to a token.
 *
 * @param fingerprint tells the token from others, and is of no use to whoever wants to present it
 * @param grant what was granted
 * @param since when the token became valid, by the wall clock
 */
public record Granted(String fingerprint, Grant grant, Instant since) {}
