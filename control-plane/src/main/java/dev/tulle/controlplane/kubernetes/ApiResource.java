package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * A kind as the API server serves it.
 *
 * @param group empty for the core group
 * @param plural its name in URLs: {@code virtualservices}
 */
record ApiResource(String group, String version, String kind, String plural, Scope scope) {
    /** Whether its objects belong to a namespace. */
    enum Scope {
        NAMESPACED,
        CLUSTER
    }

    static final ApiResource POD = namespaced("", "v1", "Pod", "pods");
    static final ApiResource SERVICE = namespaced("", "v1", "Service", "services");
    static final ApiResource SECRET = namespaced("", "v1", "Secret", "secrets");
    static final ApiResource CONFIG_MAP = namespaced("", "v1", "ConfigMap", "configmaps");
    static final ApiResource MUTATING_WEBHOOKS = new ApiResource(
            "admissionregistration.k8s.io",
            "v1",
            "MutatingWebhookConfiguration",
            "mutatingwebhookconfigurations",
            Scope.CLUSTER);
    static final ApiResource VALIDATING_WEBHOOKS = new ApiResource(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations",
            Scope.CLUSTER);
    static final ApiResource NAMESPACE = new ApiResource("", "v1", "Namespace", "namespaces", Scope.CLUSTER);
    static final ApiResource ENDPOINT_SLICE = namespaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
    static final ApiResource CRD = new ApiResource(
            "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Scope.CLUSTER);

    static ApiResource namespaced(String group, String version, String kind, String plural) {
        return new ApiResource(group, version, kind, plural, Scope.NAMESPACED);
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(scope == Scope.NAMESPACED)
                .build();
    }

    /** {@code virtualservices.networking.istio.io}, whatever the version. */
    String name() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + version + "." + group;
    }
}
