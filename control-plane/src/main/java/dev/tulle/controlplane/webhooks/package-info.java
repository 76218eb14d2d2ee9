/**
 * Admission over HTTPS: AdmissionReviews of the API server come in; pods go out with their proxies, and objects that the mesh
 * would refuse are denied in the mesh library's words. It signs nothing itself, changes nothing in the cluster, and a dry run is
 * like any other request to it.
 */
@NullMarked
package dev.tulle.controlplane.webhooks;

import org.jspecify.annotations.NullMarked;
