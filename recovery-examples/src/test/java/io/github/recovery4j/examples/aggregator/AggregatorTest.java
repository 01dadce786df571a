package io.github.recovery4j.examples.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.WorkItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command in processes of its own, on real chains in processes of their own. */
class AggregatorTest {

    @RegisterExtension
    static final DevChains CHAINS = new DevChains();

    @TempDir
    Path folder;

    private AggregatorProcess.Home home;

    @BeforeEach
    void home() {
        home = AggregatorProcess.Home.in(folder);
    }

    @Test
    void killed_while_it_enters_payments_it_enters_each_once() throws Exception {
        DevChain one = CHAINS.start("one");
        DevChain two = CHAINS.start("two");
        List<DevChain> chains = List.of(one, two);
        try (AggregatorProcess process = AggregatorProcess.follow(home, chains, "--pace", "300")) {
            pay(chains);
            process.awaitWork();
            process.kill();
        }
        try (AggregatorProcess process = AggregatorProcess.follow(home, chains, "--pace", "300")) {
            pay(chains);
            process.awaitLine(Tracking.ENTERED);
            process.kill();
        }
        try (AggregatorProcess process = AggregatorProcess.follow(home, chains)) {
            process.awaitAll(one, two);
            assertThat(process.stop()).isEqualTo(143);
        }
        bookIsWhat(chains);
        assertThat(work(ItemState.COMPLETED))
                .hasSize(12)
                .anyMatch(item -> item.attempts() > 1)
                .as("what was killed between the entry and its record")
                .anyMatch(item -> item.outcome().orElseThrow().equals(Tracking.WAS_THERE));
    }

    private static void pay(List<DevChain> chains) throws Exception {
        for (DevChain chain : chains) {
            chain.pay(1, 20, 300);
            chain.mine(1);
        }
    }

    @Test
    void what_was_paid_in_blocks_that_are_replaced_is_taken_back() throws Exception {
        DevChain one = CHAINS.start("one");
        DevChain two = CHAINS.start("two");
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one, two))) {
            one.pay(5);
            one.mine(1);
            String snapshot = one.snapshot();
            one.pay(60);
            one.mine(2);
            two.pay(700);
            two.mine(1);
            process.awaitAll(one, two);
            one.revert(snapshot);
            one.mine(1);
            one.pay(8_000, 90_000);
            one.mine(2);
            process.awaitLine("one: went back from ");
            process.awaitAll(one, two);
            process.stop();
        }
        bookIsWhat(List.of(one, two));
        try (Book book = Book.open(home.book())) {
            assertThat(book.totals()).hasToString("{one=98005, two=700}");
        }
        assertThat(work(ItemState.COMPLETED)).filteredOn(WorkItem::orphaned).hasSize(1);
    }

    @Test
    void a_block_that_comes_back_counts_again() throws Exception {
        DevChain one = CHAINS.start("one");
        String snapshot = one.snapshot();
        Block first = sameBlock(one);
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one))) {
            process.awaitAll(one);
            one.revert(snapshot);
            snapshot = one.snapshot();
            one.mine(2);
            process.awaitAll(one);
            one.revert(snapshot);
            assertThat(sameBlock(one)).isEqualTo(first);
            one.mine(2);
            process.awaitAll(one);
            process.stop();
        }
        bookIsWhat(List.of(one));
        try (Book book = Book.open(home.book())) {
            assertThat(book.ledger().history(book.all().get(0).key()).events())
                    .extracting(LedgerEvent::kind)
                    .containsExactly(LedgerEvent.Kind.PUT, LedgerEvent.Kind.RETIRED, LedgerEvent.Kind.PUT);
        }
    }

    private static Block sameBlock(DevChain chain) throws Exception {
        chain.nextBlock(4_000_000_000L, 7);
        chain.pay(50);
        chain.mine(1);
        return chain.head();
    }

    @Test
    void blocks_that_are_replaced_while_it_is_dead_are_found_when_it_comes_back() throws Exception {
        DevChain one = CHAINS.start("one");
        String snapshot = one.snapshot();
        one.pay(1, 2, 3);
        one.mine(4);
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one))) {
            process.awaitAll(one);
            process.kill();
        }
        one.revert(snapshot);
        one.pay(10, 20);
        one.mine(5);
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one))) {
            process.awaitAll(one);
            process.stop();
        }
        bookIsWhat(List.of(one));
    }

    @Test
    void a_node_that_does_not_answer_is_waited_for_while_the_other_chain_is_followed() throws Exception {
        DevChain one = CHAINS.start("one");
        DevChain two = CHAINS.start("two");
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one, two))) {
            process.awaitAll(one, two);
            two.pay(4);
            two.mine(3);
            two.process().stop();
            process.awaitLine("two: has to wait: ");
            one.mineEvery(Duration.ofMillis(50));
            one.pay(6);
            process.awaitLine("one: 6 of block ");
            one.mineEvery(Duration.ZERO);
            two.process().cont();
            process.awaitLine("two: can be followed again");
            process.awaitAll(one, two);
            process.stop();
        }
        bookIsWhat(List.of(one, two));
    }

    @Test
    void a_chain_that_was_started_anew_is_not_taken_for_the_one_before() throws Exception {
        DevChain one = CHAINS.start("one");
        DevChain two = CHAINS.start("two");
        two.pay(1, 2);
        two.mine(1);
        DevChain other;
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one, two))) {
            process.awaitAll(one, two);
            two.close();
            process.awaitLine("two: has to wait: ");
            other = CHAINS.add(two.another());
            other.pay(30);
            other.mine(5);
            process.awaitLine("two: is not followed any more: another chain is there now");
            one.pay(400);
            one.mine(1);
            process.awaitLine("one " + one.head() + ", two");
            process.stop();
        }
        try (Book book = Book.open(home.book())) {
            assertThat(book.totals()).as("nothing was taken back").hasToString("{one=400, two=3}");
        }
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one, other), "--anew", "two")) {
            process.awaitAll(one, other);
            process.stop();
        }
        bookIsWhat(List.of(one, other));
    }

    @Test
    void more_replaced_blocks_than_allowed_are_a_matter_for_people() throws Exception {
        DevChain one = CHAINS.start("one");
        String snapshot = one.snapshot();
        one.pay(1, 2, 3);
        one.mine(6);
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one), "--depth", "4")) {
            process.awaitAll(one);
            one.revert(snapshot);
            one.mine(7);
            process.awaitLine("one: is not followed any more: more blocks were replaced");
            assertThat(process.awaitExit()).isEqualTo(3);
        }
        try (Book book = Book.open(home.book())) {
            assertThat(book.totals()).hasToString("{one=6}");
        }
        try (AggregatorProcess process = AggregatorProcess.follow(home, List.of(one), "--depth", "10")) {
            process.awaitAll(one);
            process.stop();
        }
        bookIsWhat(List.of(one));
    }

    private void bookIsWhat(List<DevChain> chains) throws Exception {
        try (Book book = Book.open(home.book())) {
            assertThat(Comparison.deviations(book, chains)).isEmpty();
        }
    }

    private List<WorkItem<Payment>> work(ItemState state) {
        try (Recovery recovery = Recovery.at(home.state())) {
            return recovery.queue(QueueDefinition.named(Tracking.QUEUE, Payment.class))
                    .items(state);
        }
    }
}
