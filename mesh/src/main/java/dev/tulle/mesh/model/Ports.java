package dev.tulle.mesh.model;

/** The range of TCP ports. */
final class Ports {
    private Ports() {}

    static void check(String field, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(field + " must be 1 to 65535: " + port);
        }
    }
}
