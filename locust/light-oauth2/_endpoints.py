"""The endpoints of the seven services, named by their OpenTelemetry service names."""

from __future__ import annotations

from lo2.endpoint import Endpoint

CODE = Endpoint("oauth2-code-service", 6881, "/oauth2/code")
TOKEN = Endpoint("oauth2-token-service", 6882, "/oauth2/token")
SERVICES = Endpoint("oauth2-service-service", 6883, "/oauth2/service")
SERVICE = Endpoint("oauth2-service-service", 6883, "/oauth2/service/{serviceId}")
CLIENTS = Endpoint("oauth2-client-service", 6884, "/oauth2/client")
CLIENT = Endpoint("oauth2-client-service", 6884, "/oauth2/client/{clientId}")
USERS = Endpoint("oauth2-user-service", 6885, "/oauth2/user")
USER = Endpoint("oauth2-user-service", 6885, "/oauth2/user/{userId}")
PASSWORD = Endpoint("oauth2-user-service", 6885, "/oauth2/password/{userId}")
KEY = Endpoint("oauth2-key-service", 6886, "/oauth2/key/{keyId}")
REFRESH_TOKENS = Endpoint("oauth2-refresh-token-service", 6887, "/oauth2/refresh_token")
REFRESH_TOKEN = Endpoint("oauth2-refresh-token-service", 6887, "/oauth2/refresh_token/{refreshToken}")

SERVICE_NAMES = {
    endpoint.port: endpoint.service_name for endpoint in (CODE, TOKEN, SERVICES, CLIENTS, USERS, KEY, REFRESH_TOKENS)
}
