/**
 * Envoy's filters, access loggers and tracers: one class per extension, each giving the extension's config. What differs from
 * proxy to proxy comes from the environment of the Envoy process, so that the config of all proxies can be the same bytes.
 */
@NullMarked
package dev.tulle.mesh.xds.filter;

import org.jspecify.annotations.NullMarked;
