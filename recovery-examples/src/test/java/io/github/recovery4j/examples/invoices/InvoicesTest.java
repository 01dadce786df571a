package io.github.recovery4j.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.testkit.crash.CrashReport;
import io.github.recovery4j.testkit.crash.CrashTest;
import io.github.recovery4j.testkit.crash.JobUnderTest;
import io.github.recovery4j.testkit.crash.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a bug is found that no other test finds. */
class InvoicesTest {

    private static final List<Order> ORDERS =
            List.of(new Order("Ada", 1999), new Order("Grace", 25000), new Order("Edsger", 700));

    @RegisterExtension
    final CrashTest crashes = new CrashTest();

    static final class Careless implements JobUnderTest {
        @Override
        public Object run(Recovery recovery, World world) throws Exception {
            Path file = world.directory().resolve("invoices.csv");
            new CarelessInvoices(file).write(recovery, ORDERS);
            return Files.readAllLines(file);
        }
    }

    static final class Careful implements JobUnderTest {
        @Override
        public Object run(Recovery recovery, World world) throws Exception {
            Path file = world.directory().resolve("invoices.csv");
            new CarefulInvoices(file).write(recovery, ORDERS);
            return Files.readAllLines(file);
        }
    }

    @Test
    void a_crash_between_file_and_checkpoint_makes_a_careless_job_write_an_invoice_twice() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.everywhere(Careless::new))
                .withMessageContaining("before checkpoint 1 of 'invoices' (generation 2)")
                .withMessageContaining("uninterrupted: [Ada;19.99, Grace;250.00, Edsger;7.00]")
                .withMessageContaining("this time:     [Ada;19.99, Ada;19.99, Grace;250.00, Edsger;7.00]")
                .satisfies(error -> System.out.println(error.getMessage()));
    }

    @Test
    void a_careful_job_writes_the_same_file_wherever_it_crashes() throws Exception {
        CrashReport report = crashes.everywhere(Careful::new);
        assertThat(report.boundaries()).isPositive();
        System.out.println(report.describe());
    }

    @Test
    void a_careful_job_writes_the_same_file_wherever_its_process_is_killed() throws Exception {
        CrashReport report = crashes.killing(Careful.class);
        assertThat(report.crashes()).isEqualTo(report.boundaries());
    }

    @Test
    void a_mail_is_sent_again_when_the_process_dies_before_it_could_save_that_it_was_sent() throws Exception {
        CrashReport report = crashes.pairs(0)
                .everywhere(() -> (recovery, world) -> recovery.run("mails", Integer.class, () -> 0, run -> {
                    for (int next = run.state(); next < ORDERS.size(); next++) {
                        world.effect("mail to " + ORDERS.get(next).customer(), () -> {});
                        run.checkpoint(next + 1);
                    }
                    return ORDERS.size();
                }));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> report.assertNoEffectWasRepeated("mail to Ada"))
                .withMessageContaining("after effect 'mail to Ada' happened, before it returned")
                .satisfies(error -> System.out.println(error.getMessage() + "\n" + report.describe()));
    }
}
