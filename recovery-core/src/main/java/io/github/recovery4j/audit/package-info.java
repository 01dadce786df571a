/**
 * What the library did, on record: {@link io.github.recovery4j.audit.AuditLog} writes it, {@link
 * io.github.recovery4j.audit.AuditTrail} finds it again. Behind them: {@code Vocabulary} (what is recorded of each event),
 * {@code Line} (one event as JSON), {@code AuditDirectory} (the journals they lie in).
 */
@NullMarked
package io.github.recovery4j.audit;

import org.jspecify.annotations.NullMarked;
