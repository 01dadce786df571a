package io.github.recovery4j.examples.aggregator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real chains for the tests of a class, which end with it; each test finds them as they were when they were started. Without node
 * and npm the tests are skipped. The npm package is installed below {@code target}, once, or where {@code -Dhardhat=…} says.
 */
final class DevChains implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final Map<String, Started> started = new LinkedHashMap<>();
    private Hardhat hardhat;

    /** A chain, and what leads back to its start. */
    private record Started(DevChain chain, String start) {

        /** Empty if its process has ended. */
        Optional<Started> again() throws IOException, InterruptedException {
            if (!chain.process().isAlive()) {
                return Optional.empty();
            }
            chain.process().cont();
            chain.mineEvery(Duration.ZERO);
            chain.revert(start);
            return Optional.of(new Started(chain, chain.snapshot()));
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Optional<String> missing = Hardhat.missing();
        assumeTrue(missing.isEmpty(), () -> "No chain can be started: " + missing.orElseThrow());
        hardhat = Hardhat.installed(Path.of(System.getProperty("hardhat", "target/hardhat")));
    }

    Hardhat hardhat() {
        return hardhat;
    }

    /** A chain with no payment on it. */
    DevChain start(String name) throws Exception {
        Started present = started.get(name);
        return present != null ? present.chain() : add(DevChain.start(hardhat, name, 4711 + started.size(), 0));
    }

    /** One that has just been started. */
    DevChain add(DevChain chain) throws Exception {
        started.put(chain.chain().name(), new Started(chain, chain.snapshot()));
        return chain;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (String name : started.keySet().toArray(String[]::new)) {
            started.get(name).again().ifPresentOrElse(again -> started.put(name, again), () -> started.remove(name));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        started.values().forEach(each -> each.chain().close());
    }
}
