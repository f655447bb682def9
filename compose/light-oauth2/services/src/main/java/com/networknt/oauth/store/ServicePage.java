package com.networknt.oauth.store;

import com.networknt.oauth.cache.model.Service;
import java.util.List;

/**
 * Hold one page of services.
 *
 * @param total the number of all services, whatever the filter was
 * @param services the services of the page
 */
public record ServicePage(long total, List<Service> services) {
    public ServicePage {
        services = List.copyOf(services);
    }
}
