package dev.tulle.controlplane.push;

import io.grpc.Status;

/**
 * The sending side of one ADS stream.
 *
 * <p>Thread: called only from the push loop.
 */
interface ProxyStream {
    /** Whether more can be sent without filling memory: a slow reader is left alone until it has read. */
    boolean isReady();

    void send(EncodedResponse response);

    /** The next request may come: one at a time, so that a proxy cannot fill the loop's queue. */
    void next();

    /** Ends the stream; a second call does nothing. */
    void close(Status status);

    /** Where the proxy connects from, for people. */
    String peer();
}
