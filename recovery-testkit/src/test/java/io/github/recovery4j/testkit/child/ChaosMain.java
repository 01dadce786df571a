package io.github.recovery4j.testkit.child;

import io.github.recovery4j.child.Children;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guards children, and does mischief to them: directory, seed, seconds at least, failures at least. Exit code 0 is success. */
final class ChaosMain {

    private static final int CHILDREN = 20;
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(100);

    /** Itself, its child, and what it waits for. */
    private static final int PROCESSES_EACH = 3;

    private final Path directory;
    private final SplittableRandom random;
    private final Duration length;
    private final int failures;
    private final Results results = new Results();
    private final Growth growth = new Growth();
    private final AtomicInteger escalated = new AtomicInteger();
    private final Map<String, Driver> drivers = new LinkedHashMap<>();

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Supervisor supervisor;

    private ChaosMain(String[] arguments) {
        directory = Path.of(arguments[0]);
        random = new SplittableRandom(Long.parseLong(arguments[1]));
        length = Duration.ofSeconds(Long.parseLong(arguments[2]));
        failures = Integer.parseInt(arguments[3]);
    }

    public static void main(String[] arguments) throws Exception {
        ChaosMain chaos = new ChaosMain(arguments);
        long begun = System.nanoTime();
        boolean good = chaos.run(begun);
        System.out.printf(
                "%d children for %d s, seed %s: %s%n",
                CHILDREN,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                arguments[1],
                good ? "well" : "not well");
        System.exit(good ? 0 : 1);
    }

    private boolean run(long begun) throws Exception {
        long most;
        try (Children children =
                Children.open(directory.resolve("children"), InstantSource.system(), Ticker.system())) {
            List<Worker> workers = workers(children);
            try (Supervisor started = Supervisor.start(
                    workers.stream().map(Worker::subject).toList(),
                    this::listen,
                    InstantSource.system(),
                    Ticker.system(),
                    Waiter.system())) {
                supervisor = started;
                drive(begun);
            }
            most = processes();
        }
        results.print(System.out::println);
        long left = processes();
        System.out.printf(
                "%d processes while all are well, %d left; %d times somebody was called%n",
                most, left, escalated.get());
        return growth.print(System.out::println) & results.areGood() & left == 0 & most <= CHILDREN * PROCESSES_EACH;
    }

    private List<Worker> workers(Children children) throws Exception {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            Worker worker = new Worker(children, directory, "worker-" + i);
            worker.child().start();
            workers.add(worker);
            SplittableRandom own = random.split();
            drivers.put(worker.child().name(), new Driver(worker, own, results, () -> isFailing(worker), over));
        }
        return workers;
    }

    private boolean isFailing(Worker worker) {
        return Objects.requireNonNull(supervisor).status(worker.child().name()).condition() != Condition.HEALTHY;
    }

    private void listen(RecoveryEvent event) {
        if (event instanceof RecoveryEvent.FailureDetected detected) {
            driver(detected.subject()).tell(event);
        } else if (event instanceof RecoveryEvent.Cured cured) {
            driver(cured.subject()).tell(event);
        } else if (event instanceof RecoveryEvent.Escalated) {
            escalated.incrementAndGet();
        }
    }

    private Driver driver(String name) {
        return Objects.requireNonNull(drivers.get(name), name);
    }

    private void drive(long begun) throws Exception {
        List<Thread> threads = drivers.values().stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        while (System.nanoTime() - begun < length.toNanos() || results.injected() < failures) {
            growth.sample();
            Waiter.system().await(BETWEEN_SAMPLES);
        }
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** How many processes of this test there are. */
    private long processes() throws IOException {
        String mark = Worker.MARK + "=" + directory;
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> environment(entry).contains(mark))
                    .count();
        }
    }

    /** Empty of what has ended. */
    private static String environment(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
