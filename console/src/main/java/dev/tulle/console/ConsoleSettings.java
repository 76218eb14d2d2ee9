package dev.tulle.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the console reads and how often. */
@ConfigMapping(prefix = "tulle.console")
public interface ConsoleSettings {
    /** Where Prometheus answers, with a slash at the end. */
    @WithDefault("http://127.0.0.1:9090/")
    URI prometheus();

    /** The control plane's management port, with a slash at the end. */
    @WithDefault("http://127.0.0.1:15014/")
    URI controlPlane();

    /** Where Zipkin answers, with a slash at the end. */
    @WithDefault("http://127.0.0.1:9411/")
    URI zipkin();

    /** From one poll of Prometheus to the next, while anybody looks. Must be positive. */
    @WithDefault("3s")
    Duration poll();

    /** The longest that one question may take. Must be positive. */
    @WithDefault("5s")
    Duration timeout();

    /** Bytes of the longest answer that is taken; a longer one is an error. */
    @WithDefault("33554432")
    long maxAnswer();

    /**
     * Names that a browser may call this console by, without port. Any other Host is refused, so that no page from elsewhere can
     * read the console under a name that it lets point here.
     */
    @WithDefault("127.0.0.1,localhost,[::1]")
    List<String> hosts();
}
