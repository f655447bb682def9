package com.networknt.oauth.token.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.httpstring.AttachmentConstants;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.cache.model.Client.ClientTypeEnum;
import com.networknt.oauth.cache.model.RefreshToken;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.credential.BasicCredentials;
import com.networknt.oauth.credential.ClientAuthentication;
import com.networknt.oauth.credential.Hashes;
import com.networknt.oauth.http.Form;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.AuthorizationCode;
import com.networknt.oauth.store.AuthorizationCodes;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.ReferenceTokens;
import com.networknt.oauth.store.RefreshTokens;
import com.networknt.oauth.store.Users;
import com.networknt.oauth.token.AccessTokens;
import com.networknt.oauth.token.Scope;
import com.networknt.oauth.token.Subject;
import com.networknt.oauth.token.TokenAnswer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchange a grant for tokens. */
public final class Oauth2TokenPostHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2TokenPostHandler.class);
    private static final String REMEMBER_NOT = "N";
    private static final Set<String> USER_GRANT_FIELDS =
            Set.of("grant_type", "client_id", "client_secret", "userId", "userType", "roles", "scope", "csrf");

    private final ClientAuthentication authentication;
    private final Users users;
    private final AuthorizationCodes codes;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;

    public Oauth2TokenPostHandler() {
        this(
                Clients.shared(),
                Users.shared(),
                AuthorizationCodes.shared(),
                RefreshTokens.shared(),
                new AccessTokens(ReferenceTokens.shared()));
    }

    Oauth2TokenPostHandler(
            Clients clients,
            Users users,
            AuthorizationCodes codes,
            RefreshTokens refreshTokens,
            AccessTokens accessTokens) {
        this.authentication = new ClientAuthentication(clients);
        this.users = users;
        this.codes = codes;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Form form = Form.of(exchange);
        if (form.fields().isEmpty()) {
            LOG.error("Exception:", notAForm(exchange));
            setExchangeStatus(exchange, "ERR12000");
            return;
        }
        String grantType = form.optional("grant_type").orElse(null);
        try {
            Optional<TokenAnswer> answer = grant(exchange, grantType, form);
            if (answer.isEmpty()) {
                setExchangeStatus(exchange, "ERR12001", grantType);
                return;
            }
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            Json.sendPresent(exchange, answer.get());
        } catch (ApiException e) {
            LOG.error("ApiException", e);
            exchange.setStatusCode(e.getStatus().getStatusCode());
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(e.getStatus().toString());
        }
    }

    private Optional<TokenAnswer> grant(HttpServerExchange exchange, @Nullable String grantType, Form form)
            throws ApiException {
        return switch (grantType == null ? "" : grantType) {
            case "client_credentials" -> Optional.of(handleClientCredentials(exchange, form));
            case "authorization_code" -> Optional.of(handleAuthorizationCode(exchange, form));
            case "password" -> Optional.of(handlePassword(exchange, form));
            case "client_authenticated_user" -> Optional.of(handleClientAuthenticatedUser(exchange, form));
            case "refresh_token" -> Optional.of(handleRefreshToken(exchange, form));
            default -> Optional.empty();
        };
    }

    private TokenAnswer handleClientCredentials(HttpServerExchange exchange, Form form) throws ApiException {
        String requested = form.filled("scope").orElse(null);
        LOG.debug("scope = {}", requested);
        Client client = authenticateClient(exchange, form);
        Scope scope = granted(requested, client.getScope(), client);
        String csrf = form.filled("csrf").orElse(null);
        return TokenAnswer.of(accessTokens.issue(client, scope, csrf), AccessTokens.LIFETIME_SECONDS);
    }

    private TokenAnswer handleAuthorizationCode(HttpServerExchange exchange, Form form) throws ApiException {
        String code = form.filled("code").orElse(null);
        String redirectUri = form.filled("redirect_uri").orElse(null);
        LOG.debug("code = {} redirectUri = {}", code, redirectUri);
        Client client = authenticateClient(exchange, form);
        if (code == null) {
            throw missing("code");
        }
        AuthorizationCode promised = codes.take(code)
                .filter(found -> found.clientId().equals(client.getClientId()))
                .orElseThrow(() -> Refusal.of("ERR12052", code));
        LOG.debug(
                "variable from codeMap cache userId = {} redirectUri = {} scope = {} userType = {} roles = {} remember = {}",
                promised.userId(),
                promised.redirectUri(),
                promised.scope(),
                null,
                promised.roles(),
                promised.remember());
        checkRedirectUri(promised.redirectUri(), redirectUri);
        Scope scope = granted(promised.scope(), client.getScope(), client);
        if (promised.challenge() != null) {
            promised.challenge().verify(form.filled("code_verifier").orElse(null));
        }
        Subject user = new Subject(promised.userId(), null, promised.roles());
        String csrf = form.filled("csrf").orElse(null);
        String accessToken = accessTokens.issue(client, user, scope, csrf, Map.of());
        String remember = promised.remember() == null ? REMEMBER_NOT : promised.remember();
        return TokenAnswer.of(accessToken, promised.remember(), newRefreshToken(client, user, scope, remember));
    }

    private TokenAnswer handlePassword(HttpServerExchange exchange, Form form) throws ApiException {
        String userId = form.filled("username").orElse(null);
        String requested = form.filled("scope").orElse(null);
        LOG.debug("userId = {} scope = {}", userId, requested);
        Client client = authenticateClient(exchange, form);
        if (userId == null) {
            throw Refusal.of("ERR12022");
        }
        String password = form.filled("password").orElseThrow(() -> Refusal.of("ERR12023"));
        checkTrusted(client);
        User user = users.find(userId).orElseThrow(() -> Refusal.of("ERR12016"));
        if (!Hashes.matches(password, user.getPassword())) {
            throw Refusal.of("ERR12016");
        }
        Scope scope = granted(requested, client.getScope(), client);
        String roles = heldRoles(form.filled("roles").orElse(null), user.getRoles());
        return userTokens(
                client, new Subject(userId, form.filled("user_type").orElse(null), roles), scope, form, Map.of());
    }

    private TokenAnswer handleClientAuthenticatedUser(HttpServerExchange exchange, Form form) throws ApiException {
        LOG.debug("client authenticated user grant formMap = {}", form);
        Client client = authenticateClient(exchange, form);
        checkTrusted(client);
        String userId = form.filled("userId").orElseThrow(() -> Refusal.of("ERR12031"));
        String userType = form.filled("userType").orElseThrow(() -> Refusal.of("ERR12032"));
        Scope scope = granted(form.filled("scope").orElse(null), client.getScope(), client);
        Subject user = new Subject(userId, userType, form.filled("roles").orElse(null));
        Map<String, String> further = form.fields().entrySet().stream()
                .filter(field -> !USER_GRANT_FIELDS.contains(field.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return userTokens(client, user, scope, form, further);
    }

    private TokenAnswer handleRefreshToken(HttpServerExchange exchange, Form form) throws ApiException {
        String token = form.filled("refresh_token").orElse(null);
        String requested = form.filled("scope").orElse(null);
        LOG.debug("refreshToken = {} scope = {}", token, requested);
        Client client = authenticateClient(exchange, form);
        if (token == null) {
            throw missing("refresh_token");
        }
        RefreshToken used = refreshTokens.take(token).orElseThrow(() -> Refusal.of("ERR12029", token));
        if (!client.getClientId().equals(used.getClientId())) {
            throw Refusal.of("ERR12028", client.getClientId(), used.getClientId());
        }
        Scope scope = granted(requested, used.getScope(), client);
        Subject user = new Subject(used.getUserId(), used.getUserType(), used.getRoles());
        String csrf = form.filled("csrf").orElse(null);
        String accessToken = accessTokens.issue(client, user, scope, csrf, Map.of());
        return TokenAnswer.of(
                accessToken, used.getRemember(), newRefreshToken(client, user, scope, used.getRemember()));
    }

    private TokenAnswer userTokens(Client client, Subject user, Scope scope, Form form, Map<String, String> further)
            throws ApiException {
        String csrf = form.filled("csrf").orElse(null);
        String accessToken = accessTokens.issue(client, user, scope, csrf, further);
        return TokenAnswer.of(accessToken, null, newRefreshToken(client, user, scope, REMEMBER_NOT));
    }

    private Client authenticateClient(HttpServerExchange exchange, Form form) throws ApiException {
        Optional<String> header = ClientAuthentication.header(exchange);
        if (header.isPresent()) {
            return authentication.authenticate(BasicCredentials.parse(header.get()));
        }
        String id = form.filled("client_id").orElseThrow(() -> Refusal.of("ERR12002"));
        String secret = form.filled("client_secret").orElseThrow(() -> Refusal.of("ERR12002"));
        return authentication.authenticate(new BasicCredentials(id, secret));
    }

    private String newRefreshToken(Client client, Subject user, Scope scope, String remember) {
        RefreshToken token = new RefreshToken();
        token.setRefreshToken(UUID.randomUUID().toString());
        token.setUserId(user.userId());
        token.setUserType(user.userType());
        token.setRoles(user.roles());
        token.setClientId(client.getClientId());
        token.setScope(scope.toString());
        token.setRemember(remember);
        refreshTokens.add(token);
        return token.getRefreshToken();
    }

    private static Scope granted(@Nullable String requested, @Nullable String allowed, Client client)
            throws ApiException {
        Scope all = Scope.of(allowed);
        if (requested == null) {
            return all;
        }
        Scope scope = Scope.of(requested);
        if (!scope.isWithin(all)) {
            throw Refusal.of("ERR12027", requested, client.getClientId());
        }
        return scope;
    }

    private static void checkRedirectUri(@Nullable String promised, @Nullable String sent) throws ApiException {
        if (promised == null) {
            return;
        }
        if (sent == null) {
            throw Refusal.of("ERR12025", promised);
        }
        if (!sent.equals(promised)) {
            throw Refusal.of("ERR12026", sent, promised);
        }
    }

    private static void checkTrusted(Client client) throws ApiException {
        if (client.getClientType() != ClientTypeEnum.TRUSTED) {
            throw Refusal.of("ERR12024");
        }
    }

    /** Return the requested roles that the user has: a client must not give a user more than that. */
    private static @Nullable String heldRoles(@Nullable String requested, @Nullable String held) {
        if (requested == null || held == null) {
            return null;
        }
        List<String> roles = Arrays.asList(held.split("\\s+"));
        String both =
                Arrays.stream(requested.split("\\s+")).filter(roles::contains).collect(Collectors.joining(" "));
        return both.isEmpty() ? null : both;
    }

    private static ApiException missing(String field) {
        return Refusal.of("ERR11004", "requestBody." + field + ": is missing but it is required");
    }

    private static IllegalArgumentException notAForm(HttpServerExchange exchange) {
        boolean hasBody = exchange.getAttachment(AttachmentConstants.REQUEST_BODY) != null;
        return new IllegalArgumentException("the request body is "
                + (hasBody ? "no form: " + exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE) : "missing"));
    }
}
