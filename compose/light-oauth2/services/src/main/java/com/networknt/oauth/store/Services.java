package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.oauth.cache.model.Service;
import com.networknt.oauth.cache.model.Service.ServiceTypeEnum;
import com.networknt.oauth.cache.model.ServiceEndpoint;
import com.networknt.oauth.http.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keep the registered services and their endpoints. */
public final class Services {
    private static final String PAGE =
            "SELECT * FROM service WHERE host LIKE ? ESCAPE '|' ORDER BY service_id LIMIT ? OFFSET ?";

    private final IMap<String, Service> services;
    private final IMap<String, List<ServiceEndpoint>> endpoints;
    private final Database database;

    Services(IMap<String, Service> services, IMap<String, List<ServiceEndpoint>> endpoints, Database database) {
        this.services = services;
        this.endpoints = endpoints;
        this.database = database;
    }

    /** Return the services of the running cluster. */
    public static Services shared() {
        return new Services(Cluster.map("services"), Cluster.map("serviceEndpoints"), Database.shared());
    }

    /** Return a service. */
    public Optional<Service> find(String serviceId) {
        return Cluster.isKey(serviceId) ? Optional.ofNullable(services.get(serviceId)) : Optional.empty();
    }

    /** Add a service; return false when the service id is taken. */
    public boolean add(Service service) {
        return services.putIfAbsent(service.getServiceId(), service) == null;
    }

    /** Write a changed service. */
    public void store(Service service) {
        services.set(service.getServiceId(), service);
    }

    /** Remove a service and its endpoints. */
    public void remove(String serviceId) throws InUseException {
        removeEndpoints(serviceId);
        services.delete(serviceId);
    }

    /** Return the endpoints of a service; empty when it has none. */
    public List<ServiceEndpoint> endpoints(String serviceId) {
        List<ServiceEndpoint> found = Cluster.isKey(serviceId) ? endpoints.get(serviceId) : null;
        return found == null ? List.of() : List.copyOf(found);
    }

    /** Replace all endpoints of a service. */
    public void replaceEndpoints(String serviceId, List<ServiceEndpoint> replacement) throws InUseException {
        guarded(serviceId, () -> endpoints.set(serviceId, new ArrayList<>(replacement)));
    }

    /** Remove all endpoints of a service. */
    public void removeEndpoints(String serviceId) throws InUseException {
        guarded(serviceId, () -> endpoints.delete(serviceId));
    }

    /** Return a page of services, by service id. */
    public ServicePage page(PageRequest page) {
        List<Service> rows = database.page(PAGE, page, Services::service);
        long total = database.rows("SELECT COUNT(*) FROM service", statement -> {}, row -> row.getLong(1))
                .get(0);
        return new ServicePage(total, rows);
    }

    private static void guarded(String serviceId, Runnable change) throws InUseException {
        try {
            change.run();
        } catch (RuntimeException e) {
            if (Cluster.isConstraintViolation(e)) {
                throw new InUseException("a client is linked to an endpoint of service " + serviceId, e);
            }
            throw e;
        }
    }

    private static Service service(ResultSet row) throws SQLException {
        Service service = new Service();
        service.setServiceId(row.getString("service_id"));
        service.setServiceType(ServiceTypeEnum.fromValue(row.getString("service_type")));
        service.setServiceName(row.getString("service_name"));
        service.setServiceDesc(row.getString("service_desc"));
        service.setOwnerId(row.getString("owner_id"));
        service.setHost(row.getString("host"));
        service.setScope(row.getString("scope"));
        return service;
    }
}
