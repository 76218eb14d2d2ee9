package dev.tulle.controlplane;

import dev.tulle.controlplane.files.FilesSettings;
import dev.tulle.controlplane.kubernetes.Cluster;
import dev.tulle.controlplane.kubernetes.KubernetesSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** The two places that a control plane can live in. No client of Kubernetes is made where none is needed. */
@Singleton
final class Places {
    private final FilesSettings files;
    private final KubernetesSettings kubernetes;
    private final Instance<KubernetesClient> client;

    Places(FilesSettings files, KubernetesSettings kubernetes, Instance<KubernetesClient> client) {
        this.files = files;
        this.kubernetes = kubernetes;
        this.client = client;
    }

    Surroundings surroundings(MeshSettings mesh) {
        return switch (mesh.source()) {
            case FILES -> new Surroundings.Local(files.directories(), files.rescan(), mesh.stateDirectory());
            case KUBERNETES -> new Surroundings.Kubernetes(new Cluster(client.get(), kubernetes));
        };
    }
}
