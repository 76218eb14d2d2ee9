package dev.tulle.controlplane.identity;

/** What a token says about who shows it. */
public sealed interface TokenReview {
    /** It is that service account's. */
    record Accepted(String namespace, String serviceAccount) implements TokenReview {}

    /** It proves nothing; the reason is for the log and for the caller, and never has a part of the token in it. */
    record Refused(String reason) implements TokenReview {}
}
