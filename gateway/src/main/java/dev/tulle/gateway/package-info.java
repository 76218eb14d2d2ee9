/**
 * The ingress application behind the gateway's Envoy. In come requests that Envoy's public listener hands over; out go the same
 * requests, streamed to Envoy's edge listener, where the routes of the mesh apply. Nothing here blocks, and nothing here retries,
 * balances or times out: those are the mesh's. What Envoy answers goes back unchanged; its response flags are taken off and, for
 * clients that ask for problem documents, put into words.
 */
@NullMarked
package dev.tulle.gateway;

import org.jspecify.annotations.NullMarked;
