package dev.tulle.controlplane.push;

import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.WorkloadKey;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import java.util.regex.Pattern;

/**
 * A stream whose proxy is not known yet: its token was found good, its node id must fit the token and the model.
 *
 * @param caller whose token it is
 * @param first its first request, which names its node
 */
record Arrival(TokenReview.Accepted caller, DeltaDiscoveryRequest first) {
    private static final Pattern NODE_ID = Pattern.compile("(?:sidecar|router)~[^~]*~([^~]+)\\.([^~.]+)~[^~]*");

    /** What comes of it. */
    sealed interface Verdict {
        /** Token, node id and model agree. */
        record Identified(ProxyIdentity identity) implements Verdict {}

        /** It can never agree. */
        record Refused(Status status) implements Verdict {}

        /** The model does not know that pod yet. */
        record Unknown(WorkloadKey workload) implements Verdict {}
    }

    Verdict check(MeshModel model) {
        var node = first.getNode();
        var id = NODE_ID.matcher(node.getId());
        if (!id.matches()) {
            return new Verdict.Refused(
                    Status.INVALID_ARGUMENT.withDescription(
                            "the node id is '" + node.getId()
                                    + "', expected sidecar~IP~POD.NAMESPACE~NAMESPACE.svc.cluster.local in the stream's first request"));
        }
        var key = new WorkloadKey(id.group(2), id.group(1));
        if (!key.namespace().equals(caller.namespace())) {
            return refuse(key, "namespace " + key.namespace());
        }
        if (caller.pod().filter(pod -> !pod.equals(key.name())).isPresent()) {
            return new Verdict.Refused(Status.PERMISSION_DENIED.withDescription("the token is that of pod "
                    + caller.namespace() + "/" + caller.pod().get() + ", but the node id names " + key));
        }
        var workload = model.workloads().get(key);
        if (workload == null) {
            return new Verdict.Unknown(key);
        }
        if (!workload.serviceAccount().equals(caller.serviceAccount())) {
            return refuse(key, "service account " + key.namespace() + "/" + workload.serviceAccount());
        }
        return new Verdict.Identified(new ProxyIdentity(key, node.getId(), version(node)));
    }

    private Verdict refuse(WorkloadKey key, String expected) {
        return new Verdict.Refused(Status.PERMISSION_DENIED.withDescription("the token is that of service account "
                + caller.namespace() + "/" + caller.serviceAccount() + ", but " + key + " runs as " + expected));
    }

    private static String version(Node node) {
        if (!node.hasUserAgentBuildVersion()) {
            return "";
        }
        var version = node.getUserAgentBuildVersion().getVersion();
        return version.getMajorNumber() + "." + version.getMinorNumber() + "." + version.getPatch();
    }
}
