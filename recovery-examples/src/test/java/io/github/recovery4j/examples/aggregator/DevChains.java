package io.github.recovery4j.examples.aggregator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real chains for a test, which end with it. Without node and npm the test is skipped. The npm package is installed below {@code
 * target}, once, or where {@code -Dhardhat=…} says.
 */
final class DevChains implements BeforeAllCallback, AfterEachCallback {

    private final List<DevChain> started = new ArrayList<>();
    private Hardhat hardhat;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Optional<String> missing = Hardhat.missing();
        assumeTrue(missing.isEmpty(), () -> "No chain can be started: " + missing.orElseThrow());
        hardhat = Hardhat.installed(Path.of(System.getProperty("hardhat", "target/hardhat")));
    }

    Hardhat hardhat() {
        return hardhat;
    }

    DevChain start(String name) throws Exception {
        return add(DevChain.start(hardhat, name, 4711 + started.size(), 0));
    }

    DevChain add(DevChain chain) {
        started.add(chain);
        return chain;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(DevChain::close);
        started.clear();
    }
}
