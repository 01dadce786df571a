package io.github.recovery4j.probe;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** One question, asked at most once for one answer. Two are never the same, whatever they ask. */
final class Leaf {

    private final String name;
    private final Duration timeout;
    private final Question question;

    Leaf(String name, Duration timeout, Question question) {
        this.name = name;
        this.timeout = timeout;
        this.question = question;
    }

    Duration timeout() {
        return timeout;
    }

    /** Its answer among those of all. */
    Answer answer(Map<Leaf, Answer> answers) {
        return Objects.requireNonNull(answers.get(this), "not asked");
    }

    /** Asks all at the same time. */
    static Map<Leaf, Answer> ask(Collection<Leaf> leaves, Calls calls) throws InterruptedException {
        List<Leaf> impatient =
                leaves.stream().sorted(Comparator.comparing(Leaf::timeout)).toList();
        Map<Leaf, Calls.Call<Answer>> asked = new LinkedHashMap<>();
        Map<Leaf, Answer> answers = new LinkedHashMap<>();
        for (Leaf leaf : impatient) {
            leaf.begin(calls, asked, answers);
        }
        calls.expire(asked.values());
        asked.forEach((leaf, call) -> answers.put(leaf, answer(call)));
        return answers;
    }

    private void begin(Calls calls, Map<Leaf, Calls.Call<Answer>> asked, Map<Leaf, Answer> answers) {
        try {
            asked.put(this, calls.begin(name, timeout, question::ask));
        } catch (RejectedExecutionException e) {
            answers.put(this, Answer.unknown(String.valueOf(e.getMessage())));
        }
    }

    /** What a question throws is no answer. */
    private static Answer answer(Calls.Call<Answer> call) {
        try {
            return Objects.requireNonNull(call.result(), "the question returned null");
        } catch (TimeoutException e) {
            return Answer.unknown(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            return Answer.unknown(e.toString());
        }
    }
}
