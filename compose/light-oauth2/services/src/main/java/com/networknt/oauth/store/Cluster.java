package com.networknt.oauth.store;

import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.networknt.oauth.cache.CacheStartupHookProvider;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Give access to the maps that all seven services share. */
final class Cluster {
    private Cluster() {}

    /** Return a map of the running cluster; the start-up hook has joined it before any handler is made. */
    static <V> IMap<String, V> map(String name) {
        return instance().getMap(name);
    }

    /** Return all maps that the cluster has by now. */
    static List<IMap<?, ?>> maps() {
        List<IMap<?, ?>> maps = new ArrayList<>();
        for (DistributedObject object : instance().getDistributedObjects()) {
            if (object instanceof IMap<?, ?> map) {
                maps.add(map);
            }
        }
        return maps;
    }

    /** Tell whether a map store failed because the row is in use or a unique value exists already. */
    static boolean isConstraintViolation(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLIntegrityConstraintViolationException) {
                return true;
            }
        }
        return false;
    }

    /** Tell whether a key may name a row: MySQL would ignore blanks at the end of it when it compares. */
    static boolean isKey(String key) {
        return !key.isEmpty() && !Character.isWhitespace(key.charAt(key.length() - 1));
    }

    private static HazelcastInstance instance() {
        return Objects.requireNonNull(CacheStartupHookProvider.hz, "the Hazelcast cluster has not been joined");
    }
}
