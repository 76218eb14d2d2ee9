package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.translate.strict.Fields;
import java.util.TreeMap;

/** What a pod's spec says about the mesh, the same in a Pod and in a Deployment's template. */
final class PodTemplates {
    private PodTemplates() {}

    /**
     * A pod's spec.
     *
     * @param namedPorts the containers' ports that have a name
     */
    record PodSpec(String serviceAccount, TreeMap<String, Integer> namedPorts) {}

    static PodSpec read(Fields spec) {
        allowRest(spec);
        // The second is the first's old name; the API server writes both.
        var oldName = spec.text("serviceAccount");
        var serviceAccount = spec.text("serviceAccountName").or(() -> oldName);
        var ports = new TreeMap<String, Integer>();
        for (var container : spec.mappings("containers")) {
            container.requiredText("name");
            allowContainer(container);
            for (var port : container.mappings("ports")) {
                port.allow("hostIP", "hostPort", "protocol");
                port.require("containerPort");
                var number = port.port("containerPort");
                var name = port.text("name");
                if (name.isPresent() && number.isPresent()) {
                    ports.putIfAbsent(name.get(), number.getAsInt());
                }
            }
        }
        return new PodSpec(serviceAccount.orElse("default"), ports);
    }

    private static void allowContainer(Fields container) {
        container.allow("args", "command", "env", "envFrom", "image", "imagePullPolicy", "lifecycle", "livenessProbe");
        container.allow("readinessProbe", "resizePolicy", "resources", "restartPolicy", "securityContext");
        container.allow("startupProbe", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy");
        container.allow("tty", "volumeDevices", "volumeMounts", "workingDir");
    }

    private static void allowRest(Fields spec) {
        spec.allow("activeDeadlineSeconds", "affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy");
        spec.allow("enableServiceLinks", "ephemeralContainers", "hostAliases", "hostIPC", "hostNetwork", "hostPID");
        spec.allow("hostUsers", "hostname", "imagePullSecrets", "initContainers", "nodeName", "nodeSelector", "os");
        spec.allow("overhead", "preemptionPolicy", "priority", "priorityClassName", "readinessGates");
        spec.allow("resourceClaims", "resources", "restartPolicy", "runtimeClassName", "schedulerName");
        spec.allow("schedulingGates", "securityContext", "setHostnameAsFQDN", "shareProcessNamespace", "subdomain");
        spec.allow("terminationGracePeriodSeconds", "tolerations", "topologySpreadConstraints", "volumes");
    }
}
