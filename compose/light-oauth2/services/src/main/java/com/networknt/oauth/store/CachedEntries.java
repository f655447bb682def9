package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import java.util.List;

/** All that the cluster keeps in memory: rows, codes that have not been used yet, and the JWTs behind references. */
public final class CachedEntries {
    private final List<IMap<?, ?>> maps;

    CachedEntries(List<IMap<?, ?>> maps) {
        this.maps = maps;
    }

    /** Return the entries of the running cluster. */
    public static CachedEntries shared() {
        return new CachedEntries(Cluster.maps());
    }

    /**
     * Drop all entries on all members, and the near caches of this one, without touching a row; the near caches of the
     * others follow within milliseconds.
     */
    public void evictAll() {
        maps.forEach(IMap::evictAll);
    }
}
