package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Mirror;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.model.WeightedBackend;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction.RedirectResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.time.Duration;
import java.util.List;

/** What a route does. Source: envoy.config.route.v3.RouteAction, RedirectAction, DirectResponseAction. */
final class RouteActions {
    private RouteActions() {}

    /** The headers are those of the whole route: they may set the Host. */
    static RouteAction forward(Forward forward, HeaderChanges headers) {
        var action = RouteAction.newBuilder().setTimeout(ProtoValues.duration(envoyTimeout(forward.timeout())));
        clusters(forward.backends(), action);
        RetryPolicies.outbound(forward.retry()).ifPresent(action::setRetryPolicy);
        forward.rewrite().uri().ifPresent(action::setPrefixRewrite);
        HeaderEdits.host(headers.request()).ifPresent(action::setHostRewriteLiteral);
        forward.rewrite().authority().ifPresent(action::setHostRewriteLiteral);
        forward.mirrors().forEach(mirror -> action.addRequestMirrorPolicies(mirror(mirror)));
        return action.build();
    }

    /** Envoy's own default is 15 s and Istio's is none, so even an unset timeout must be written out, as zero. */
    private static Duration envoyTimeout(Timeout timeout) {
        return switch (timeout) {
            case Timeout.Unset(), Timeout.Disabled() -> Duration.ZERO;
            case Timeout.After(var limit) -> limit;
        };
    }

    private static void clusters(List<WeightedBackend> backends, RouteAction.Builder action) {
        var taking = backends.stream().filter(backend -> backend.weight() > 0).toList();
        var only = taking.isEmpty() ? backends : taking;
        if (only.size() == 1 && only.getFirst().headers().equals(HeaderChanges.NONE)) {
            action.setCluster(cluster(only.getFirst().backend()));
            return;
        }
        var weighted = WeightedCluster.newBuilder();
        only.forEach(backend -> weighted.addClusters(share(backend)));
        action.setWeightedClusters(weighted);
    }

    private static ClusterWeight share(WeightedBackend backend) {
        var headers = backend.headers();
        var share = ClusterWeight.newBuilder()
                .setName(cluster(backend.backend()))
                .setWeight(ProtoValues.uint32(Math.max(1, backend.weight())))
                .addAllRequestHeadersToAdd(HeaderEdits.additions(headers.request()))
                .addAllRequestHeadersToRemove(HeaderEdits.removals(headers.request()))
                .addAllResponseHeadersToAdd(HeaderEdits.additions(headers.response()))
                .addAllResponseHeadersToRemove(HeaderEdits.removals(headers.response()));
        HeaderEdits.host(headers.request()).ifPresent(share::setHostRewriteLiteral);
        return share.build();
    }

    private static String cluster(Backend backend) {
        return switch (backend) {
            case Backend.Service(var host, var port, var subset) ->
                ClusterName.outbound(host, port, subset).name();
            case Backend.Invalid(var wanted) -> ClusterName.invalid(wanted).name();
        };
    }

    private static RequestMirrorPolicy mirror(Mirror mirror) {
        return RequestMirrorPolicy.newBuilder()
                .setCluster(cluster(mirror.backend()))
                .setRuntimeFraction(ProtoValues.runtimePercent(mirror.share()))
                .build();
    }

    static RedirectAction redirect(dev.tulle.mesh.model.RouteAction.Redirect redirect) {
        var action = RedirectAction.newBuilder().setResponseCode(code(redirect.code()));
        redirect.path().ifPresent(action::setPathRedirect);
        redirect.authority().ifPresent(action::setHostRedirect);
        redirect.scheme().ifPresent(action::setSchemeRedirect);
        redirect.port().ifPresent(action::setPortRedirect);
        return action.build();
    }

    private static RedirectResponseCode code(int status) {
        return switch (status) {
            case 302 -> RedirectResponseCode.FOUND;
            case 303 -> RedirectResponseCode.SEE_OTHER;
            case 307 -> RedirectResponseCode.TEMPORARY_REDIRECT;
            case 308 -> RedirectResponseCode.PERMANENT_REDIRECT;
            default -> RedirectResponseCode.MOVED_PERMANENTLY;
        };
    }

    static DirectResponseAction answer(dev.tulle.mesh.model.RouteAction.DirectResponse response) {
        var action = DirectResponseAction.newBuilder().setStatus(response.status());
        response.body().ifPresent(body -> action.setBody(DataSource.newBuilder().setInlineString(body)));
        return action.build();
    }
}
