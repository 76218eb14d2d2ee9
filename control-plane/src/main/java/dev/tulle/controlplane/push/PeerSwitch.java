package dev.tulle.controlplane.push;

import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A change of PeerAuthentications on its way, so that no caller ever speaks what a server does not take: first servers take the
 * old and the new, then callers speak the new, then servers take nothing but the new. A pure decision; when a stage is over
 * {@link PeerTransition} finds out.
 *
 * @param before what callers may still speak by, what they were told last being the last; empty when settled
 * @param target what shall hold
 */
record PeerSwitch(List<PeerPolicies> before, PeerPolicies target, Stage stage) {
    /** How far it has come. */
    enum Stage {
        /** Nothing is on its way. */
        SETTLED,
        /** Servers learn to take the new too; callers speak as before. */
        WIDENING,
        /** Servers take both; callers learn to speak the new. */
        TURNING
    }

    PeerSwitch {
        before = List.copyOf(before);
    }

    /** Nothing is on its way. */
    static PeerSwitch settled(PeerPolicies policies) {
        return new PeerSwitch(List.of(), policies, Stage.SETTLED);
    }

    /** Of what servers take at present nothing is known, as after a restart. */
    static PeerSwitch resumed(List<PeerPolicies> spoken, PeerPolicies target, Collection<Workload> workloads) {
        return spoken.isEmpty() || spoken.equals(List.of(target)) || harmless(spoken, target, workloads)
                ? settled(target)
                : new PeerSwitch(spoken, target, Stage.WIDENING);
    }

    /** A server takes what any of these takes. */
    List<PeerPolicies> servers() {
        return spokenOrTarget();
    }

    /** Callers speak by these. */
    PeerPolicies callers() {
        return stage == Stage.WIDENING ? before.getLast() : target;
    }

    /** All that some caller may still speak by. */
    List<PeerPolicies> spoken() {
        return stage == Stage.WIDENING ? before : spokenOrTarget();
    }

    private List<PeerPolicies> spokenOrTarget() {
        var all = new ArrayList<>(before);
        all.remove(target);
        all.add(target);
        return all;
    }

    /** Other PeerAuthentications are in force. */
    PeerSwitch towards(PeerPolicies next, Collection<Workload> workloads) {
        if (next.equals(target)) {
            return this;
        }
        var spoken = spoken();
        if (spoken.equals(List.of(next)) || (stage == Stage.SETTLED && harmless(spoken, next, workloads))) {
            return settled(next);
        }
        var taken = stage == Stage.SETTLED
                && workloads.stream().allMatch(workload -> target.of(workload).takesCallersOf(next.of(workload)));
        return new PeerSwitch(spoken, next, taken ? Stage.TURNING : Stage.WIDENING);
    }

    /** Whether servers may change at once: they take all that they took, and callers go on as before. */
    private static boolean harmless(List<PeerPolicies> spoken, PeerPolicies next, Collection<Workload> workloads) {
        return workloads.stream().allMatch(workload -> spoken.stream().allMatch(each -> {
            var policy = next.of(workload);
            return policy.covers(each.of(workload)) && policy.isSpokenToLike(each.of(workload));
        }));
    }

    /** The stage is over. */
    PeerSwitch advance() {
        return switch (stage) {
            case SETTLED -> this;
            case WIDENING -> new PeerSwitch(before, target, Stage.TURNING);
            case TURNING -> settled(target);
        };
    }

    /** Whether the server of that workload takes something else during or after the switch than before. */
    boolean affects(Workload workload) {
        var policy = target.of(workload);
        return before.stream().anyMatch(each -> {
            var old = each.of(workload);
            return !policy.covers(old) || !old.covers(policy);
        });
    }
}
