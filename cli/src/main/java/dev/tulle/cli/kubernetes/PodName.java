package dev.tulle.cli.kubernetes;

/** Which pod. */
record PodName(String namespace, String name) {
    @Override
    public String toString() {
        return "pod " + namespace + "/" + name;
    }
}
