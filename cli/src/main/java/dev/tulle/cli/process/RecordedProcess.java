package dev.tulle.cli.process;

/** A process of a mesh, by the name it was started under ({@code orphan} where only its mark is left). */
public record RecordedProcess(String name, ProcessIdentity identity) {}
