package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Crash tests that kill processes. */
class KillingTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest().pairs(10);

    @Test
    void real_kills_pass_a_careful_job() throws Exception {
        CrashReport report = crashes.killing(Lines.Careful.class);
        assertThat(report.boundaries()).isEqualTo(22);
        assertThat(report.crashes()).isEqualTo(22);
        System.out.println(report.describe());
    }

    @Test
    void real_kills_catch_what_a_crash_in_this_jvm_cannot_show() throws Exception {
        crashes.everywhere(Lines.Guarded::new);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9).killing(Lines.Guarded.class))
                .withMessageContaining("at boundary 9, before checkpoint 1 of 'lines' (generation 2)")
                .withMessageContaining("FileAlreadyExistsException");
    }

    @Test
    void a_class_that_cannot_be_made_in_a_process_of_its_own_says_so() {
        class Local implements JobUnderTest {
            @Override
            public Object run(Recovery recovery, World world) {
                return KillingTest.this;
            }
        }
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.killing(Local.class))
                .withMessageContaining("NoSuchMethodException");
    }
}
