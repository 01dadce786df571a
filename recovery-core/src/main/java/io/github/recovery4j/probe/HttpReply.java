package io.github.recovery4j.probe;

/**
 * What a service replied over HTTP.
 *
 * @param status the status code
 * @param body the body as UTF-8
 * @param complete whether that is the whole body: not if it was more than {@value #MOST_BYTES} bytes
 */
public record HttpReply(int status, String body, boolean complete) {

    /** So much is read of a body. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int QUOTED = 120;

    /**
     * {@return up or down, with this reply as the reason; a body that was cut off leaves a down unknown}
     *
     * @param condition what the service should have replied
     */
    public Answer upIf(boolean condition) {
        if (condition) {
            return Answer.up("HTTP " + status);
        }
        return complete
                ? Answer.down(toString())
                : Answer.unknown("%s, and more than %d bytes".formatted(this, MOST_BYTES));
    }

    @Override
    public String toString() {
        String text = body.strip();
        String start = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
        return start.isEmpty() ? "HTTP " + status : "HTTP %d: %s".formatted(status, start);
    }
}
