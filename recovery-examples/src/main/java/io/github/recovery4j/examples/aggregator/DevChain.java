package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A development chain in a process of its own, which mines when it is told to. It has a contract that tells of each payment in a
 * log. A chain that is started anew is another chain.
 */
final class DevChain implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STARTED = "Started HTTP and WebSocket JSON-RPC server at ";
    private static final String GAS = "0x30000";

    /** Copies its input to a log with our topic; the first line returns the second as the code of the contract. */
    private static final String CONTRACT = "0x6c" + "36600060003760aa366000a100" + "600052600d6013f3";

    private final Hardhat hardhat;
    private final int id;
    private final NodeChain chain;
    private final KillableProcess process;
    private final String payer;
    private final String contract;

    private DevChain(Hardhat hardhat, String name, int id, int port) throws IOException, InterruptedException {
        this.hardhat = hardhat;
        this.id = id;
        this.process = KillableProcess.start(hardhat.node(id, port));
        try {
            String line = process.awaitLine(said -> said.startsWith(STARTED), PATIENCE);
            this.chain = new NodeChain(name, new Rpc(URI.create(line.substring(STARTED.length())), PATIENCE));
            this.payer = chain.rpc().ask("eth_accounts").path(0).asString();
            this.contract = contract();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private String contract() throws IOException, InterruptedException {
        String transaction = send(Map.of("from", payer, "data", CONTRACT, "gas", GAS));
        mine(1);
        return chain.rpc()
                .ask("eth_getTransactionReceipt", transaction)
                .path("contractAddress")
                .asString();
    }

    /**
     * Starts a chain.
     *
     * @param name what it is called
     * @param id the id of the chain
     * @param port where; 0 for one that is free
     */
    static DevChain start(Hardhat hardhat, String name, int id, int port) throws IOException, InterruptedException {
        return new DevChain(hardhat, name, id, port);
    }

    /** Another chain at the same address, when this one has been closed. */
    DevChain another() throws IOException, InterruptedException {
        return start(hardhat, chain.name(), id, url().getPort());
    }

    /** What can be asked of it. */
    NodeChain chain() {
        return chain;
    }

    URI url() {
        return URI.create(chain.rpc().toString());
    }

    KillableProcess process() {
        return process;
    }

    private JsonNode change(String method, Object... params) throws IOException, InterruptedException {
        return chain.rpc().change(method, params);
    }

    private String send(Map<String, String> transaction) throws IOException, InterruptedException {
        return change("eth_sendTransaction", transaction).asString();
    }

    /** Hands in payments, for the next block. */
    void pay(long... amounts) throws IOException, InterruptedException {
        for (long amount : amounts) {
            send(Map.of("from", payer, "to", contract, "gas", GAS, "data", "0x%064x".formatted(amount)));
        }
    }

    void mine(int blocks) throws IOException, InterruptedException {
        for (int i = 0; i < blocks; i++) {
            change("evm_mine");
        }
    }

    /** A block every so often; zero for none. */
    void mineEvery(Duration interval) throws IOException, InterruptedException {
        change("evm_setIntervalMining", interval.toMillis());
    }

    /** The next block has this time, in seconds of the epoch, and this lot: what is the same twice gives the same block. */
    void nextBlock(long time, int lot) throws IOException, InterruptedException {
        change("evm_setNextBlockTimestamp", time);
        change("hardhat_setPrevRandao", "0x%064x".formatted(lot));
    }

    /** Something to {@linkplain #revert go back} to. */
    String snapshot() throws IOException, InterruptedException {
        return change("evm_snapshot").asString();
    }

    /** Takes all blocks since a snapshot away; what is mined next replaces them. */
    void revert(String snapshot) throws IOException, InterruptedException {
        if (!change("evm_revert", snapshot).asBoolean()) {
            throw new IOException("There is no snapshot " + snapshot);
        }
    }

    Block head() throws IOException, InterruptedException {
        return chain.head();
    }

    List<Payment> payments() throws IOException, InterruptedException {
        return chain.allPayments();
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "%s=%s".formatted(chain, url());
    }
}
