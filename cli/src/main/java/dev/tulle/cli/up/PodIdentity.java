package dev.tulle.cli.up;

/**
 * One pod of this machine.
 *
 * @param workload the Deployment's name
 * @param templateHash names the template it was made from
 * @param number its place among the loopback addresses, from {@value #FIRST_NUMBER}; kept as long as it lives
 */
record PodIdentity(String namespace, String name, String workload, String templateHash, int number) {
    /** 127.0.1.1 is Debian's own host name. */
    static final int FIRST_NUMBER = 10;

    static final int LAST_NUMBER = 250;

    /** Where its Envoy listens; the pod's IP. */
    String proxyAddress() {
        return "127.0.1." + number;
    }

    /** Where its application listens. */
    String applicationAddress() {
        return "127.0.2." + number;
    }

    /** {@code servicec.servicec-v1-5d4f-x2c}: names its files and processes. */
    String fileName() {
        return namespace + "." + name;
    }

    /** {@code servicec-v1.servicec}: the workload, as the mesh names it. */
    String workloadId() {
        return workload + "." + namespace;
    }
}
