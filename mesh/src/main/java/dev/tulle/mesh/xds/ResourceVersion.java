package dev.tulle.mesh.xds;

/** A resource's version: for config, the hash of its bytes. Equal versions mean equal meaning. */
public record ResourceVersion(String value) {
    @Override
    public String toString() {
        return value;
    }
}
