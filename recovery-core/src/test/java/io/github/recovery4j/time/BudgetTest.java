package io.github.recovery4j.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private long now = Long.MAX_VALUE - 5; // readings of a ticker may overflow
    private final Budget.Account account = new Budget(2, Duration.ofNanos(10)).open(() -> now);

    @Test
    void it_allows_no_more_than_its_number_in_any_window() {
        assertThat(account.spend()).isTrue();
        now += 4;
        assertThat(account.spend()).isTrue();
        now += 5;
        assertThat(account.spend()).isFalse();
        now += 1;
        assertThat(account.left()).isEqualTo(1);
        assertThat(account.spend()).isTrue();
        now += 3;
        assertThat(account.spend()).isFalse();
    }

    @Test
    void what_was_refused_is_not_spent() {
        account.spend();
        account.spend();
        for (int i = 0; i < 9; i++) {
            now++;
            assertThat(account.spend()).isFalse();
        }
        now++;
        assertThat(account.left()).isEqualTo(2);
    }

    @Test
    void a_budget_of_nothing_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(1, Duration.ZERO));
    }
}
