package dev.tulle.mesh.translate;

/** What a Deployment without Pods means. */
public enum MissingPods {
    /** Nothing runs: its services have no endpoints. */
    ABSENT,
    /** Offline: one pod per replica is made up, ready, with a stable address. */
    MADE_UP
}
