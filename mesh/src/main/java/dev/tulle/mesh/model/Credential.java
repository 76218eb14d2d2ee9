package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate with its private key, and perhaps the authorities that clients are checked by. Secret: it goes to the proxies that
 * serve it and nowhere else, and prints as {@code <redacted>}. Source: Secret kubernetes.io/tls.
 */
public final class Credential {
    private final String chain;
    private final String key;
    private final Optional<String> authorities;
    private final List<ConfigKey> sources;

    /**
     * All in PEM.
     *
     * @param chain the server's certificate first
     * @param authorities one certificate or more
     * @param sources the Secrets
     */
    public Credential(String chain, String key, Optional<String> authorities, List<ConfigKey> sources) {
        this.chain = chain;
        this.key = key;
        this.authorities = authorities;
        this.sources = sources.stream().sorted().distinct().toList();
    }

    /** The server's certificate and those between it and the root, PEM. */
    public String chain() {
        return chain;
    }

    /** The private key, PEM. */
    public String key() {
        return key;
    }

    /** What clients' certificates are checked by, PEM. */
    public Optional<String> authorities() {
        return authorities;
    }

    /** The Secrets it was read from, sorted. */
    public List<ConfigKey> sources() {
        return sources;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential that
                && chain.equals(that.chain)
                && key.equals(that.key)
                && authorities.equals(that.authorities)
                && sources.equals(that.sources);
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, key, authorities, sources);
    }

    @Override
    public String toString() {
        return "<redacted>";
    }
}
