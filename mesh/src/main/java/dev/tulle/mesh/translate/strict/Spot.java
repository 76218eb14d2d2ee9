package dev.tulle.mesh.translate.strict;

import dev.tulle.mesh.config.Origin;

/** A place in an object: where it stands and the path of the field, empty for the whole object. */
public record Spot(Origin origin, String path) {}
