package dev.tulle.controlplane.push;

import dev.tulle.mesh.model.PeerPolicies;
import java.util.List;

/**
 * Remembers what callers may speak by, so that a restarted control plane does not narrow what servers take before all callers
 * have changed. Thread: called only from the push loop.
 */
public interface PeerSwitchStore {
    /** Remembers nothing: after a restart the PeerAuthentications in force count as what callers speak by. */
    PeerSwitchStore NONE = new PeerSwitchStore() {
        @Override
        public List<PeerPolicies> load() {
            return List.of();
        }

        @Override
        public void save(List<PeerPolicies> spoken) {}
    };

    /** What was saved last; empty when nothing was. */
    List<PeerPolicies> load();

    /** Comes before anything is sent that depends on it. */
    void save(List<PeerPolicies> spoken);
}
