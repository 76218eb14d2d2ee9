package dev.tulle.mesh.model;

/** A service's fully qualified host: {@code servicec.servicec.svc.cluster.local}. Lower case, no port. */
public record ServiceHost(String name) implements Comparable<ServiceHost> {
    public ServiceHost {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("name must be a host without port: " + name);
        }
    }

    @Override
    public int compareTo(ServiceHost other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
