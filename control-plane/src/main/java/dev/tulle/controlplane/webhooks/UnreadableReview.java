package dev.tulle.controlplane.webhooks;

/** A request that is no AdmissionReview; the message says what was expected. */
final class UnreadableReview extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableReview(String message) {
        super(message);
    }
}
