package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.TokenReviewer;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.config.SnapshotListener;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;

/** The cluster that the control plane lives in, as its stages need it. */
public final class Cluster {
    private final KubernetesClient client;
    private final KubernetesSettings settings;

    public Cluster(KubernetesClient client, KubernetesSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** The CA, made by the first replica; {@code BrokenAuthority} when its Secret cannot be used. */
    public CertificateAuthority authority(InstantSource clock) {
        try {
            return new AuthoritySecret(client, settings.namespace()).open(clock.instant());
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(
                    "the CA's Secret in namespace " + settings.namespace() + " cannot be read or made: "
                            + Answers.words(e),
                    e);
        }
    }

    /** Asks the API server about the tokens of proxies. */
    public TokenReviewer tokens(InstantSource clock) {
        return new ClusterTokens(client, clock);
    }

    /** Tells the listener when all is in sync, and of every change after that; writes notices when it is its turn. */
    public ConfigSource source(SnapshotListener listener, Notices notices) {
        var writer = new Writer(client, settings, notices);
        var source = new KubernetesSource(client, writer, listener);
        return new ConfigSource() {
            @Override
            public void start() {
                source.start();
                writer.start();
            }

            @Override
            public void close() {
                source.close();
                writer.close();
            }
        };
    }
}
