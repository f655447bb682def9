package com.networknt.oauth.cluster;

import com.networknt.config.Config;
import com.networknt.server.StartupHookProvider;
import java.util.Map;
import java.util.Objects;

/**
 * Hand the addresses of {@code cluster.yml} to {@code hazelcast.xml}.
 *
 * <p>Hazelcast fills the variables of its file from system properties only, light-4j fills those of its own files from
 * the environment as well. Must stand before the hook that starts Hazelcast.
 */
public final class ClusterAddressHook implements StartupHookProvider {
    @Override
    public void onStartup() {
        Map<String, Object> settings = Objects.requireNonNull(
                Config.getInstance().getJsonMapConfigNoCache("cluster"), "cluster.yml is missing");
        // The file is fixed and checked once; checking it at every start costs a tenth of the start-up time.
        System.setProperty("hazelcast.config.schema.validation.enabled", "false");
        settings.forEach((name, value) -> System.setProperty("cluster." + name, String.valueOf(value)));
    }
}
