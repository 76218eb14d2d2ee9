package dev.tulle.servicea;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Whom service A calls, and what it makes of a failed call. */
@ConfigMapping(prefix = "service-a")
interface Calls {
    /** Absolute URL that is called first; plain HTTP, so that a sidecar can see the request. */
    @WithDefault("http://serviceb.serviceb:8081/")
    URI serviceB();

    /** Absolute URL that is called second. */
    @WithDefault("http://servicec.servicec:8081/")
    URI serviceC();

    /**
     * False (default): the answer is 200 with whatever text B and C gave, as in the walkthrough. True: the first answer that is
     * no success ends the work and its status is passed on. Set by the environment variable STRICT.
     */
    @WithDefault("${STRICT:false}")
    boolean strict();

    /** Bound on making a connection, so that nothing hangs for ever; shorter timeouts are the mesh's. Default 15 s, zero: none. */
    @WithDefault("15s")
    Duration connectTimeout();

    /** Bound on the wait for an answer; leaves room for the longest fault delay of the mesh. Default 90 s, zero: none. */
    @WithDefault("90s")
    Duration readTimeout();

    /** Most connections to one service at a time; requests beyond it wait for one. Default 256, must be positive. */
    @WithDefault("256")
    int connections();
}
