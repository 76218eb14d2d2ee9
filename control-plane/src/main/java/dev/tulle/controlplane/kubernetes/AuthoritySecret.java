package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.identity.AuthorityText;
import dev.tulle.controlplane.identity.CertificateAuthority;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The CA in a Secret: {@value #BROUGHT} where the user has brought one, else {@value #OWN}, which the first replica makes and
 * every other finds. Source: Istio, "Plug in CA Certificates", for the names and keys of both.
 */
final class AuthoritySecret {
    private static final Logger LOG = Logger.getLogger(AuthoritySecret.class);

    static final String OWN = "istio-ca-secret";
    static final String BROUGHT = "cacerts";

    private static final String CERTIFICATE = "ca-cert.pem";
    private static final String KEY = "ca-key.pem";
    private static final String ROOT = "root-cert.pem";
    private static final String CHAIN = "cert-chain.pem";

    private final KubernetesClient client;
    private final String namespace;

    AuthoritySecret(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    CertificateAuthority open(Instant now) {
        var brought = read(BROUGHT);
        if (brought.isPresent()) {
            return open(BROUGHT, brought.get(), now);
        }
        var own = read(OWN);
        return open(OWN, own.isPresent() ? own.get() : create(now), now);
    }

    private CertificateAuthority open(String name, AuthorityText text, Instant now) {
        LOG.infof("the CA is that of Secret %s/%s", namespace, name);
        return text.open("Secret " + namespace + "/" + name, now);
    }

    private Optional<AuthorityText> read(String name) {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .map(secret -> new AuthorityText(
                        text(secret, CERTIFICATE), text(secret, KEY), text(secret, CHAIN), text(secret, ROOT)));
    }

    private static String text(Secret secret, String key) {
        var data = Optional.ofNullable(secret.getData()).orElse(Map.of());
        return Optional.ofNullable(data.get(key))
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Of several replicas that start at once the API server takes one Secret; the others read that. */
    private AuthorityText create(Instant now) {
        var text = AuthorityText.create(now);
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(OWN)
                .withNamespace(namespace)
                .endMetadata()
                .withType("istio.io/ca-root")
                .addToStringData(CERTIFICATE, text.certificate())
                .addToStringData(KEY, text.key())
                .build();
        try {
            client.resource(secret).create();
            return text;
        } catch (KubernetesClientException e) {
            if (e.getCode() != Answers.CONFLICT) {
                throw e;
            }
            return read(OWN).orElseThrow(() -> e);
        }
    }
}
