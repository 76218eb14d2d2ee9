package dev.tulle.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in whose time Vert.x warned of a blocked event loop. */
final class NoBlockedLoop implements BeforeAllCallback, AfterAllCallback {
    private static final Logger CHECKER = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord warning) {
            warnings.add(warning.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Override
    public void beforeAll(ExtensionContext context) {
        listen();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        judge();
    }

    void listen() {
        CHECKER.addHandler(listener);
    }

    boolean hasHeardSomething() {
        return !warnings.isEmpty();
    }

    void judge() {
        CHECKER.removeHandler(listener);
        if (!warnings.isEmpty()) {
            throw new AssertionError("an event loop was blocked: " + warnings);
        }
    }
}
