package dev.tulle.console.doctor;

import dev.tulle.console.http.Unreachable;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import java.util.List;

/** One question about the mesh. */
interface Check {
    /** What it finds wrong; throws when whoever knows the answer does not give it. */
    List<Finding> findings() throws Unreachable, PrometheusUnavailable;
}
