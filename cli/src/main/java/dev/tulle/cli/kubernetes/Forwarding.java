package dev.tulle.cli.kubernetes;

import dev.tulle.cli.CommandFailure;

/** Opens port-forwards. */
@FunctionalInterface
interface Forwarding {
    /**
     * Opens one that lasts until it is closed.
     *
     * @param localPort on loopback; 0: any
     */
    Forward open(PodName pod, int port, int localPort) throws CommandFailure;
}
