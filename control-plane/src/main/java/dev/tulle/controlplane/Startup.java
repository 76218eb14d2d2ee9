package dev.tulle.controlplane;

import dev.tulle.controlplane.files.FilesSettings;
import dev.tulle.controlplane.push.PushEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jboss.logging.Logger;

/** Starts the control plane with Quarkus and stops it with it. */
@Singleton
final class Startup {
    private static final Logger LOG = Logger.getLogger(Startup.class);

    private final ControlPlane controlPlane;

    Startup(MeshSettings mesh, FilesSettings files, XdsSettings xds, MeterRegistry registry) throws IOException {
        controlPlane = new ControlPlane(
                new ControlPlane.Setup(
                        files.directories(),
                        files.rescan(),
                        mesh.stateDirectory(),
                        new InetSocketAddress(xds.host(), xds.port()),
                        mesh.trustDomain(),
                        xds.certificateLife()),
                registry);
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
}
