package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.xds.EncodedResource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What a new model means for one type on one stream.
 *
 * @param before what the proxy should have had
 * @param after what it shall have
 * @param told the names that it must be told of
 * @param sources the objects behind them
 */
record LedgerChange(
        NavigableMap<String, EncodedResource> before,
        NavigableMap<String, EncodedResource> after,
        List<String> told,
        Set<ConfigKey> sources) {}
