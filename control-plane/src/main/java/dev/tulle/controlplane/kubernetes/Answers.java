package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What an API server answers, in words that never quote a document: that may be a Secret. */
final class Answers {
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private Answers() {}

    static String words(Throwable failure) {
        var words = failure.getClass().getSimpleName();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            words = cause.getClass().getSimpleName();
            if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
                return answer.getCode() == FORBIDDEN
                        ? "HTTP 403, expected the rights of k8s/control-plane/rbac.yaml"
                        : "HTTP " + answer.getCode();
            }
        }
        return words;
    }
}
