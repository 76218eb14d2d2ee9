package dev.tulle.console.doctor;

import java.util.Locale;

/**
 * One fault.
 *
 * @param id Kiali's or Istio's where they have one, else ours
 * @param object what is at fault: {@code VirtualService servicec/servicec-route}, {@code pod servicea-x.servicea}
 * @param cause what is so, in words
 * @param fix what to do about it; may be empty
 */
public record Finding(Severity severity, String id, String object, String cause, String fix)
        implements Comparable<Finding> {
    /** How bad it is, the worst first. */
    public enum Severity {
        ERROR,
        WARNING,
        NOTE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Finding other) {
        var bySeverity = severity.compareTo(other.severity);
        if (bySeverity != 0) {
            return bySeverity;
        }
        var byObject = object.compareTo(other.object);
        return byObject != 0 ? byObject : (id + cause).compareTo(other.id + other.cause);
    }
}
