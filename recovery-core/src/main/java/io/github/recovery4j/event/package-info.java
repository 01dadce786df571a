/**
 * What happened, one record for each fact. {@link io.github.recovery4j.event.RecoveryListener} receives them; logs,
 * metrics and the audit log are made from them.
 */
@NullMarked
package io.github.recovery4j.event;

import org.jspecify.annotations.NullMarked;
