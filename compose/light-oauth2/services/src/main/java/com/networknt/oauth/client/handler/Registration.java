package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.exception.ApiException;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.cache.model.Client.ClientTypeEnum;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import com.networknt.oauth.token.AccessTokens;
import org.jspecify.annotations.Nullable;

/** Check what the schema of a client cannot say. */
final class Registration {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Users users;

    Registration(Users users) {
        this.users = users;
    }

    /**
     * Check a client before it is stored.
     *
     * @throws ApiException ERR12043 for a dereferencing client of one that is not external, ERR11004 for custom claims
     *     that are no JSON object or claim what only the token service may say, ERR12013 for an unknown owner
     */
    void check(Client client) throws ApiException {
        if (client.getDerefClientId() != null
                && !client.getDerefClientId().isEmpty()
                && client.getClientType() != ClientTypeEnum.EXTERNAL) {
            throw Refusal.of("ERR12043");
        }
        checkClaims(client.getCustomClaim());
        if (users.find(client.getOwnerId()).isEmpty()) {
            throw Refusal.of("ERR12013", client.getOwnerId());
        }
    }

    private static void checkClaims(@Nullable String customClaim) throws ApiException {
        if (customClaim == null || customClaim.isBlank()) {
            return;
        }
        JsonNode claims;
        try {
            claims = MAPPER.readTree(customClaim);
        } catch (JsonProcessingException e) {
            throw Refusal.of("ERR11004", "requestBody.customClaim: is not JSON");
        }
        if (!claims.isObject()) {
            throw Refusal.of("ERR11004", "requestBody.customClaim: is not a JSON object");
        }
        for (String reserved : AccessTokens.RESERVED_CLAIMS) {
            if (claims.has(reserved)) {
                throw Refusal.of("ERR11004", "requestBody.customClaim." + reserved + ": is set by the token service");
            }
        }
    }
}
