package dev.tulle.controlplane.identity;

import java.util.concurrent.CompletionStage;

/** Checks the token that a proxy shows. In Kubernetes the API server does it, locally a public key. */
public interface TokenReviewer {
    /**
     * The audience that a token must be made for, as with Istio's CA.
     */
    String AUDIENCE = "istio-ca";

    /** Thread: called from the threads of the network, which it must not block; the answer may come on any. */
    CompletionStage<TokenReview> review(String token);
}
