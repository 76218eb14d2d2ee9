/**
 * What a command may ask of a {@link dev.tulle.cli.client.Mesh}, and the mesh of this machine. Questions over HTTP: to the control plane's management port and to the proxies' admin ports. Answers are
 * JSON or records made from it; a mesh that does not run is one clear message.
 */
@NullMarked
package dev.tulle.cli.client;

import org.jspecify.annotations.NullMarked;
