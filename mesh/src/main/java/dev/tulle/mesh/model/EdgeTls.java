package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an edge server ends its clients' TLS. Source: Gateway servers[].tls.
 *
 * @param clients whether they must show a certificate
 * @param credentialName the Secret, in the namespace of the pod that serves it
 * @param credentials what that name means, by the pod's namespace; a pod for whose namespace there is none serves none of the
 *     server's hosts
 * @param minimum the lowest version; absent: TLS 1.2
 * @param maximum the highest version; absent: TLS 1.3
 * @param cipherSuites for versions below 1.3, in order of preference; empty: Envoy's own
 */
public record EdgeTls(
        ClientCertificates clients,
        String credentialName,
        SortedMap<String, Credential> credentials,
        Optional<TlsVersion> minimum,
        Optional<TlsVersion> maximum,
        List<String> cipherSuites) {
    /** Source: tls.mode. */
    public enum ClientCertificates {
        /** SIMPLE. */
        NONE,
        /** OPTIONAL_MUTUAL: checked where one is shown. */
        OPTIONAL,
        /** MUTUAL. */
        REQUIRED
    }

    /** Source: tls.minProtocolVersion and maxProtocolVersion. */
    public enum TlsVersion {
        TLSV1_0,
        TLSV1_1,
        TLSV1_2,
        TLSV1_3
    }

    public EdgeTls {
        credentials = Collections.unmodifiableSortedMap(new TreeMap<>(credentials));
        cipherSuites = List.copyOf(cipherSuites);
    }
}
