package io.github.recovery4j.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many of the runs that wait a process takes at a look. */
class ShareTest {

    @ParameterizedTest
    @CsvSource({
        // due, places, most, share
        "0, 8, 8, 0",
        "1, 8, 8, 1",
        "1, 1, 8, 1",
        "2, 8, 8, 1",
        "8, 8, 8, 4",
        "8, 4, 8, 2",
        "50, 8, 8, 8",
        "50, 1, 8, 1",
        "50, 0, 8, 0",
        "1000000, 8, 8, 8",
    })
    void it_is_half_of_them_and_less_the_more_it_has(int due, int places, int most, int share) {
        assertThat(Takers.share(due, places, most)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"9, 3, 8", "12, 4, 4", "30, 5, 8", "2, 2, 8", "40, 5, 8"})
    void processes_that_look_one_after_the_other_all_get_some_and_leave_nothing(int due, int processes, int most) {
        List<Integer> has = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            has.add(0);
        }
        int left = due;
        for (int look = 0; left > 0; look++) {
            assertThat(look).as("looks, %s, left %d", has, left).isLessThan(20 * processes);
            int process = look % processes;
            int taken = Takers.share(left, most - has.get(process), most);
            has.set(process, has.get(process) + taken);
            left -= taken;
        }
        assertThat(has).allMatch(runs -> runs >= 1 && runs <= most);
    }

    @Test
    void a_process_that_is_alone_gets_them_all_as_far_as_it_has_room() {
        int has = 0;
        int left = 20;
        for (int look = 0; look < 12; look++) {
            int taken = Takers.share(left, 8 - has, 8);
            has += taken;
            left -= taken;
        }
        assertThat(has).isEqualTo(8);
        assertThat(left).isEqualTo(12);
    }
}
