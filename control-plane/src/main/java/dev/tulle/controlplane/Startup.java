package dev.tulle.controlplane;

import dev.tulle.controlplane.identity.BrokenAuthority;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.push.PushEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.jboss.logging.Logger;

/** Starts the control plane with Quarkus and stops it with it. */
@Singleton
final class Startup {
    private static final Logger LOG = Logger.getLogger(Startup.class);

    private final ControlPlane controlPlane;

    Startup(MeshSettings mesh, XdsSettings xds, Places places, MeterRegistry registry) {
        var setup = new ControlPlane.Setup(
                places.surroundings(mesh),
                new InetSocketAddress(xds.host(), xds.port()),
                mesh.trustDomain(),
                xds.certificateLife());
        controlPlane = open(setup, registry);
    }

    /** The reason stands in the log's last lines in words; the stack trace that Quarkus adds is for us. */
    private static ControlPlane open(ControlPlane.Setup setup, MeterRegistry registry) {
        try {
            return new ControlPlane(setup, registry);
        } catch (BrokenAuthority | IllegalStateException | UncheckedIOException | IOException e) {
            LOG.fatalf("the control plane cannot start: %s", e.getMessage());
            throw new IllegalStateException("the control plane cannot start: " + e.getMessage(), e);
        }
    }

    void start(@Observes StartupEvent event) {
        controlPlane.start();
        LOG.infof("xDS is served port=%d", controlPlane.xdsPort());
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        controlPlane.close();
    }

    @Produces
    @Singleton
    PushEngine engine() {
        return controlPlane.engine();
    }

    @Produces
    @Singleton
    CertificateAuthority authority() {
        return controlPlane.authority();
    }
}
