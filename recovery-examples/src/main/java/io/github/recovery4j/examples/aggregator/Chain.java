package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A chain as somebody sees it who has a part of it at least. Every doubt is an {@link IOException}. */
interface Chain {

    /** {@return what it is called here} */
    String name();

    /** {@return the first block: two chains with different ones have nothing in common} */
    Block genesis() throws IOException, InterruptedException;

    /** {@return the last block} */
    Block head() throws IOException, InterruptedException;

    /** {@return the block with a number; empty if there are not so many} */
    Optional<Block> block(Position number) throws IOException, InterruptedException;

    /** {@return the payments of a block, asked for by its hash: so never those of another block with its number} */
    List<Payment> payments(String hash) throws IOException, InterruptedException;
}
