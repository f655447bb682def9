package com.networknt.oauth.service.handler;

import com.networknt.oauth.cache.model.ServiceEndpoint;

/**
 * Show an endpoint of a service as 2.0.28 does, which lets its serialization ids slip into the answer.
 *
 * @param id always 5
 * @param factoryId always 5
 */
record EndpointItem(int id, int factoryId, String operation, String endpoint, String scope) {
    private static final int SERIALIZATION_ID = 5;

    static EndpointItem of(ServiceEndpoint endpoint) {
        return new EndpointItem(
                SERIALIZATION_ID,
                SERIALIZATION_ID,
                endpoint.getOperation(),
                endpoint.getEndpoint(),
                endpoint.getScope());
    }
}
