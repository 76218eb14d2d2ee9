package dev.tulle.controlplane.identity;

import java.util.Optional;

/** What a token says about who shows it. */
public sealed interface TokenReview {
    /**
     * It is that service account's.
     *
     * @param pod the one pod that may show it; absent where tokens are not bound to pods
     */
    record Accepted(String namespace, String serviceAccount, Optional<String> pod) implements TokenReview {
        /** A token that is bound to no pod. */
        public Accepted(String namespace, String serviceAccount) {
            this(namespace, serviceAccount, Optional.empty());
        }
    }

    /** It proves nothing; the reason is for the log and for the caller, and never has a part of the token in it. */
    record Refused(String reason) implements TokenReview {}

    /** Whoever knows cannot be asked now; the proxy shall come again. */
    record Unavailable(String reason) implements TokenReview {}
}
