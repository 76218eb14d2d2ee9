package dev.tulle.controlplane.push;

import dev.tulle.controlplane.identity.WorkloadCertificates;

/** What all connections share; owned by the push loop. */
record PushContext(
        PushLoop loop,
        Quarantine quarantine,
        Ledger ledger,
        PushMetrics metrics,
        WorkloadCertificates certificates,
        FramedResources framed) {}
