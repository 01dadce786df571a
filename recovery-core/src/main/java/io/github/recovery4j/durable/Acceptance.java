package io.github.recovery4j.durable;

import io.github.recovery4j.binary.FieldWriter;
import java.util.List;

/**
 * An event of the engine, and of no collection: somebody has accepted that it has to do without what could not be read by then.
 * Why is its cause.
 *
 * <pre>
 * number of losses  4
 * each              first id (8), last id (8), reason
 * </pre>
 */
final class Acceptance {

    /** No change has it. */
    static final int TYPE = 0;

    private Acceptance() {}

    static Body of(List<Unread> losses) {
        FieldWriter writer = new FieldWriter().number(losses.size());
        losses.forEach(
                each -> writer.longNumber(each.first()).longNumber(each.last()).text(each.reason()));
        return new Body(TYPE, writer.done());
    }
}
