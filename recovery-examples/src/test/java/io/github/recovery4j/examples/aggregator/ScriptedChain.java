package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A chain whose blocks are given, each with two payments.
 *
 * @param name what it is called
 * @param hashes the hashes of its blocks
 */
record ScriptedChain(String name, List<String> hashes) implements Chain {

    static final Comparator<Payment> ORDER = Comparator.comparing(Payment::key);

    static ScriptedChain of(String name, String... hashes) {
        return new ScriptedChain(name, List.of(hashes));
    }

    @Override
    public Block genesis() {
        return at(0);
    }

    @Override
    public Block head() {
        return at(hashes.size() - 1);
    }

    private Block at(int number) {
        return new Block(Position.of(number), hashes.get(number), number == 0 ? "" : hashes.get(number - 1));
    }

    @Override
    public Optional<Block> block(Position number) {
        return number.bits() < hashes.size() ? Optional.of(at((int) number.bits())) : Optional.empty();
    }

    @Override
    public List<Payment> payments(String hash) {
        return IntStream.range(0, 2)
                .mapToObj(index -> new Payment(
                        name, Integer.toString(hashes.indexOf(hash)), hash, index, BigInteger.valueOf(index + 1)))
                .toList();
    }
}
