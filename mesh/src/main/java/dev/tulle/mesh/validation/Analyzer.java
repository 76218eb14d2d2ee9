package dev.tulle.mesh.validation;

/** One question asked of all objects. A new one is a class here and a line in {@link Analysis}. */
interface Analyzer {
    /** Adds what is wrong. */
    void analyze(Inventory inventory, Findings findings);
}
