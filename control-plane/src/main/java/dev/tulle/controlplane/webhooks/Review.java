package dev.tulle.controlplane.webhooks;

/** Thinks about one request. Thread: called from several at once. */
interface Review {
    AdmissionAnswer answer(AdmissionRequest request);
}
