package dev.tulle.mesh.model;

/** The name of a subset. Source: DestinationRule subsets[].name. */
public record SubsetName(String name) implements Comparable<SubsetName> {
    @Override
    public int compareTo(SubsetName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
