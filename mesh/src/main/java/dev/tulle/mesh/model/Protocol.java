package dev.tulle.mesh.model;

/** What is spoken on a port. Source: the port's appProtocol, else the prefix of its name, as Istio reads them. */
public enum Protocol {
    HTTP,
    HTTP2,
    GRPC,
    HTTPS,
    TLS,
    TCP;

    /** Whether a proxy in the way can read requests. */
    public boolean isHttp() {
        return this == HTTP || this == HTTP2 || this == GRPC;
    }

    /** Whether a proxy speaks HTTP/2 to such a port. */
    public boolean isHttp2() {
        return this == HTTP2 || this == GRPC;
    }
}
