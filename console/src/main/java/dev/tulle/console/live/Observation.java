package dev.tulle.console.live;

import dev.tulle.console.mesh.MeshConfig;
import dev.tulle.console.prometheus.TrafficAnswers;

/**
 * What one poll found.
 *
 * @param warning what is missing from the picture, in words; empty when nothing is
 */
record Observation(TrafficAnswers answers, MeshConfig config, String warning) {}
