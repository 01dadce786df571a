package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A chain as one node sees it. A payment is a log with the {@linkplain #TOPIC topic}, whose data is the amount.
 *
 * @param name what it is called here
 * @param rpc the node
 */
record NodeChain(String name, Rpc rpc) implements Chain {

    /** What the logs of payments begin with. */
    static final String TOPIC = "0x" + "0".repeat(62) + "aa";

    /** How long the data is, in hex digits. Anybody may write logs with our topic: what has other data is no payment. */
    private static final int ONE_NUMBER = 2 + 64;

    @Override
    public Block genesis() throws IOException, InterruptedException {
        return block(Position.ZERO).orElseThrow(() -> new IOException(rpc + " has no first block"));
    }

    @Override
    public Block head() throws IOException, InterruptedException {
        return found("latest").orElseThrow(() -> new IOException(rpc + " has no last block"));
    }

    @Override
    public Optional<Block> block(Position number) throws IOException, InterruptedException {
        return found("0x" + Long.toHexString(number.bits()));
    }

    private Optional<Block> found(String which) throws IOException, InterruptedException {
        JsonNode block = rpc.ask("eth_getBlockByNumber", which, false);
        return block.isNull()
                ? Optional.empty()
                : Optional.of(new Block(
                        number(block.path("number")), text(block.path("hash")), text(block.path("parentHash"))));
    }

    @Override
    public List<Payment> payments(String hash) throws IOException, InterruptedException {
        return payments(Map.of("blockHash", hash, "topics", List.of(TOPIC)));
    }

    /** {@return all payments there are} */
    List<Payment> allPayments() throws IOException, InterruptedException {
        return payments(Map.of("fromBlock", "0x0", "toBlock", "latest", "topics", List.of(TOPIC)));
    }

    private List<Payment> payments(Map<String, Object> filter) throws IOException, InterruptedException {
        List<Payment> payments = new ArrayList<>();
        for (JsonNode log : rpc.ask("eth_getLogs", filter)) {
            if (log.path("data").asString("").length() == ONE_NUMBER) {
                payments.add(payment(log));
            }
        }
        return payments;
    }

    private Payment payment(JsonNode log) throws IOException {
        return new Payment(
                name,
                number(log.path("blockNumber")).toString(),
                text(log.path("blockHash")),
                number(log.path("logIndex")).bits(),
                new BigInteger(text(log.path("data")).substring(2), 16));
    }

    private static Position number(JsonNode hex) throws IOException {
        return new Position(Long.parseUnsignedLong(text(hex).substring(2), 16));
    }

    private static String text(JsonNode node) throws IOException {
        String text = node.asString("");
        if (!text.matches("0x[0-9a-f]+")) {
            throw new IOException("Not a number or hash of a chain: " + node);
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}
