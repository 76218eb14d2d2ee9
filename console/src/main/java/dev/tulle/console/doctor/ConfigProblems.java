package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import java.util.ArrayList;
import java.util.List;

/** What does the control plane find wrong in the configuration, and what did an Envoy refuse? */
record ConfigProblems(ControlPlaneClient controlPlane) implements Check {
    @Override
    public List<Finding> findings() throws Unreachable {
        var all = new ArrayList<Finding>();
        for (var problem : controlPlane.get("debug/problems")) {
            var object = problem.path("object");
            var name = object.isMissingNode()
                    ? problem.path("origin").asText()
                    : object.path("kind").asText() + " "
                            + object.path("namespace").asText() + "/"
                            + object.path("name").asText();
            var path = problem.path("path").asText();
            all.add(new Finding(
                    Severity.valueOf(problem.path("severity").asText("WARNING")),
                    problem.path("code").asText(),
                    name,
                    (path.isEmpty() ? "" : path + ": ")
                            + problem.path("message").asText() + "; "
                            + problem.path("effect").asText(),
                    "see " + problem.path("origin").asText()));
        }
        return all;
    }
}
