package dev.tulle.controlplane;

import dev.tulle.controlplane.MeshSettings.Source;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.push.PushEngine;
import dev.tulle.controlplane.webhooks.WebhookServer;
import dev.tulle.controlplane.webhooks.WebhookSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts the webhooks where there is a cluster to ask them. */
@Singleton
final class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final Optional<WebhookServer> server;

    Admission(
            MeshSettings mesh,
            WebhookSettings webhooks,
            Instance<CertificateAuthority> authority,
            Instance<PushEngine> engine,
            Vertx vertx) {
        server = mesh.source() == Source.KUBERNETES
                ? Optional.of(new WebhookServer(
                        vertx,
                        webhooks,
                        new WebhookServer.Sources(
                                authority::get, () -> engine.get().snapshot()),
                        ControlPlane.SERVER_NAME,
                        mesh.trustDomain()))
                : Optional.empty();
    }

    void start(@Observes StartupEvent event) {
        server.ifPresent(webhooks -> {
            webhooks.start();
            LOG.infof("webhooks are served port=%d", webhooks.port());
        });
    }

    void stop(@Observes ShutdownEvent event) {
        server.ifPresent(WebhookServer::close);
    }
}
