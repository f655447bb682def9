package com.networknt.oauth.cluster;

import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.networknt.config.Config;
import com.networknt.oauth.cache.CacheStartupHookProvider;
import com.networknt.server.StartupHookProvider;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Join the cluster that {@code hazelcast.xml} describes, at the addresses of {@code cluster.yml}.
 *
 * <p>Stands where oauth2-cache's hook does, whose maps are fixed in code: each with a copy on a second member, near
 * caches for what is read once, and map stores on threads of their own.
 */
public final class ClusterStartupHook implements StartupHookProvider {
    // The name under which oauth2-cache writes this record.
    private static final Logger LOG = LoggerFactory.getLogger(CacheStartupHookProvider.class);

    @Override
    public void onStartup() {
        // The file is fixed and checked once; checking it at every start costs a tenth of the start-up time.
        System.setProperty("hazelcast.config.schema.validation.enabled", "false");
        InputStream description = Objects.requireNonNull(
                Config.getInstance().getInputStreamFromFile("hazelcast.xml"), "hazelcast.xml is missing");
        LOG.info("customized hazelcast.xml is loaded from config.");
        // The field that oauth2-cache's shutdown hook looks at.
        CacheStartupHookProvider.hz = Hazelcast.newHazelcastInstance(
                new XmlConfigBuilder(description).setProperties(addresses()).build());
    }

    /** Return the variables of hazelcast.xml; light-4j has filled those of its own file from the environment. */
    private static Properties addresses() {
        Map<String, Object> settings = Objects.requireNonNull(
                Config.getInstance().getJsonMapConfigNoCache("cluster"), "cluster.yml is missing");
        Properties addresses = new Properties();
        settings.forEach((name, value) -> addresses.setProperty("cluster." + name, String.valueOf(value)));
        return addresses;
    }
}
