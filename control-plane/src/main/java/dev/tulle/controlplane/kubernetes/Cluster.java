package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.TokenReviewer;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.config.SnapshotListener;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** The cluster that the control plane lives in, as the stages need it. */
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Cluster.class);

    private final KubernetesClient client;
    private final String namespace;
    private final InstantSource clock;
    private final ClusterTokens tokens;

    /** @param namespace where the control plane lives */
    public Cluster(KubernetesClient client, String namespace, InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
        this.tokens = new ClusterTokens(client, clock);
    }

    /** The CA, made by the first replica; {@code BrokenAuthority} when its Secret cannot be used. */
    public CertificateAuthority authority() {
        try {
            return new AuthoritySecret(client, namespace).open(clock.instant());
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(
                    "the CA's Secret in namespace " + namespace + " cannot be read or made: "
                            + (e.getCode() > 0 ? "HTTP " + e.getCode() : "the API server does not answer"),
                    e);
        }
    }

    /** Asks the API server about the tokens of proxies. */
    public TokenReviewer tokens() {
        return tokens;
    }

    /** Tells the listener when all is in sync, and of every change after that. */
    public ConfigSource source(SnapshotListener listener) {
        return new KubernetesSource(client, listener);
    }

    @Override
    public void close() {
        LOG.debug("the cluster is let go");
        tokens.close();
    }
}
