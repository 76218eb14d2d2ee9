package dev.tulle.controlplane;

import dev.tulle.controlplane.files.FileSource;
import dev.tulle.controlplane.identity.AuthorityFiles;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.LocalTokens;
import dev.tulle.controlplane.identity.RootRotation;
import dev.tulle.controlplane.identity.TokenReviewer;
import dev.tulle.controlplane.kubernetes.Cluster;
import dev.tulle.controlplane.kubernetes.Notices;
import dev.tulle.controlplane.push.PeerSwitchStore;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.config.SnapshotListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Where a control plane lives: what the stages take from there, and what they leave there. */
public sealed interface Surroundings {
    /** The CA, a new one where there is none; {@code BrokenAuthority} where there is one that cannot be used. */
    CertificateAuthority authority(InstantSource clock);

    /** Who knows whether a proxy's token is good. */
    TokenReviewer tokens(InstantSource clock);

    /** Where a switch of mutual TLS that is under way is remembered. */
    PeerSwitchStore peerSwitch();

    /** Where a change of the mesh's root stands. */
    RootRotation rootRotation();

    /** What configuration comes from, to the listener, and where notices go. */
    ConfigSource source(SnapshotListener listener, Notices notices) throws IOException;

    /**
     * One machine. Nobody reads notices there.
     *
     * @param directories watched for configuration
     * @param rescan how often all files are looked at
     * @param state where the CA and the public key of tokens lie
     */
    record Local(List<Path> directories, Duration rescan, Path state) implements Surroundings {
        public Local {
            directories = List.copyOf(directories);
        }

        @Override
        public CertificateAuthority authority(InstantSource clock) {
            return new AuthorityFiles(state.resolve("ca")).open(clock.instant());
        }

        @Override
        public TokenReviewer tokens(InstantSource clock) {
            return new LocalTokens(state.resolve("tokens/signing-key.pub.pem"), clock);
        }

        @Override
        public PeerSwitchStore peerSwitch() {
            return new PeerSwitchFile(state.resolve("peer-authentication.json"));
        }

        @Override
        public RootRotation rootRotation() {
            return new AuthorityFiles(state.resolve("ca"));
        }

        @Override
        public ConfigSource source(SnapshotListener listener, Notices notices) throws IOException {
            return new FileSource(directories, rescan, listener);
        }
    }

    /** A Kubernetes cluster. */
    record Kubernetes(Cluster cluster) implements Surroundings {
        @Override
        public CertificateAuthority authority(InstantSource clock) {
            return cluster.authority(clock);
        }

        @Override
        public TokenReviewer tokens(InstantSource clock) {
            return cluster.tokens(clock);
        }

        @Override
        public PeerSwitchStore peerSwitch() {
            return PeerSwitchStore.NONE;
        }

        @Override
        public RootRotation rootRotation() {
            return RootRotation.NONE;
        }

        @Override
        public ConfigSource source(SnapshotListener listener, Notices notices) {
            return cluster.source(listener, notices);
        }
    }
}
