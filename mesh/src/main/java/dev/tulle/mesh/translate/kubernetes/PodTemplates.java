package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.translate.strict.Fields;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a pod's spec says about the mesh, the same in a Pod and in a Deployment's template. */
final class PodTemplates {
    /** Who has written the spec. */
    enum Author {
        /** A user: what is unknown is a mistake. */
        USER,
        /** An API server: what is unknown is newer than Tulle. */
        API_SERVER
    }

    private PodTemplates() {}

    /**
     * A pod's spec.
     *
     * @param namedPorts the containers' ports that have a name
     * @param containers the names of all containers, init containers included
     */
    record PodSpec(String serviceAccount, TreeMap<String, Integer> namedPorts, Set<String> containers) {
        /** What holds where nothing can be read. */
        static final PodSpec UNKNOWN = new PodSpec("default", new TreeMap<>(), Set.of());

        PodSpec {
            containers = Set.copyOf(containers);
        }
    }

    static PodSpec read(Fields spec, Author author) {
        allowRest(spec, author);
        // The second is the first's old name; the API server writes both.
        var oldName = spec.text("serviceAccount");
        var serviceAccount = spec.text("serviceAccountName").or(() -> oldName);
        var ports = new TreeMap<String, Integer>();
        var names = new HashSet<String>();
        for (var container : spec.mappings("containers")) {
            names.add(container.requiredText("name"));
            allowContainer(container, author);
            ports(container, ports);
        }
        for (var container : spec.mappings("initContainers")) {
            names.add(container.requiredText("name"));
            allowContainer(container, author);
            // One that runs as long as the pod may serve, as Kubernetes counts it too.
            if (container.text("restartPolicy").filter("Always"::equals).isPresent()) {
                ports(container, ports);
            } else {
                container.allow("ports");
            }
        }
        return new PodSpec(serviceAccount.orElse("default"), ports, names);
    }

    private static void ports(Fields container, Map<String, Integer> named) {
        for (var port : container.mappings("ports")) {
            port.allow("hostIP", "hostPort", "protocol");
            port.require("containerPort");
            var number = port.port("containerPort");
            var name = port.text("name");
            if (name.isPresent() && number.isPresent()) {
                named.putIfAbsent(name.get(), number.getAsInt());
            }
        }
    }

    private static void allowContainer(Fields container, Author author) {
        switch (author) {
            case API_SERVER -> container.allowRest();
            case USER -> {
                container.allow("args", "command", "env", "envFrom", "image", "imagePullPolicy", "lifecycle");
                container.allow("livenessProbe", "readinessProbe", "resizePolicy", "resources", "restartPolicy");
                container.allow("securityContext", "startupProbe", "stdin", "stdinOnce", "terminationMessagePath");
                container.allow("terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts", "workingDir");
            }
        }
    }

    private static void allowRest(Fields spec, Author author) {
        switch (author) {
            case API_SERVER -> spec.allowRest();
            case USER -> {
                spec.allow("activeDeadlineSeconds", "affinity", "automountServiceAccountToken", "dnsConfig");
                spec.allow("dnsPolicy", "enableServiceLinks", "ephemeralContainers", "hostAliases", "hostIPC");
                spec.allow("hostNetwork", "hostPID", "hostUsers", "hostname", "imagePullSecrets", "nodeName");
                spec.allow("nodeSelector", "os", "overhead", "preemptionPolicy", "priority", "priorityClassName");
                spec.allow("readinessGates", "resourceClaims", "resources", "restartPolicy", "runtimeClassName");
                spec.allow("schedulerName", "schedulingGates", "securityContext", "setHostnameAsFQDN");
                spec.allow("shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds", "tolerations");
                spec.allow("topologySpreadConstraints", "volumes");
            }
        }
    }
}
