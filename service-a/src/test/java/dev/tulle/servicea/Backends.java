package dev.tulle.servicea;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** B and C for the time of a test class; the test gets them in its fields {@code b} and {@code c}. */
public final class Backends implements QuarkusTestResourceLifecycleManager {
    private final Backend b = new Backend();
    private final Backend c = new Backend();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "service-a.service-b",
                "http://" + b.address() + "/",
                "service-a.service-c",
                "http://" + c.address() + "/");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(b, field -> field.getName().equals("b"));
        injector.injectIntoFields(c, field -> field.getName().equals("c"));
    }

    @Override
    public void stop() {
        b.close();
        c.close();
    }
}
