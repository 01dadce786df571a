package io.github.recovery4j.job;

/** Another start of the same job has not come to a decision in time. Never leaves this package. */
final class AdmissionBusyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AdmissionBusyException(String message) {
        super(message);
    }
}
