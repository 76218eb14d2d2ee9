/**
 * Envoy's clusters: outbound ones for every port of every service and its subsets, shared by all proxies, and inbound ones from
 * a proxy to its application. Endpoints come over EDS (package endpoint).
 */
@NullMarked
package dev.tulle.mesh.xds.cluster;

import org.jspecify.annotations.NullMarked;
