package io.github.lo2.lightoauth2;

import static io.restassured.RestAssured.given;

import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.http.client.HttpClient;
import org.apache.http.entity.BufferedHttpEntity;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.PoolingClientConnectionManager;

/** The services under test, as a client on the network sees them. */
final class LightOauth2 {
    /** Far more than the slowest request takes on a busy machine. */
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Map<Oauth2Service, URI> addresses = new EnumMap<>(Oauth2Service.class);
    private final RequestSpecification defaults;

    LightOauth2(Function<Oauth2Service, URI> addresses) {
        for (Oauth2Service service : Oauth2Service.values()) {
            this.addresses.put(service, addresses.apply(service));
        }
        // Requests go out as they are written: nothing is added to a content type, encoded twice or followed.
        this.defaults = new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig()
                                .httpClientFactory(LightOauth2::keepAliveClient)
                                .setParam("http.connection.timeout", TIMEOUT_MILLIS)
                                .setParam("http.socket.timeout", TIMEOUT_MILLIS)
                                .reuseHttpClientInstance())
                        .sslConfig(
                                SSLConfig.sslConfig().relaxedHTTPSValidation().allowAllHostnames())
                        .redirect(RedirectConfig.redirectConfig().followRedirects(false))
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .defaultContentCharset(StandardCharsets.UTF_8)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .setUrlEncodingEnabled(false)
                .build();
    }

    /** Say where a service answers, without a path. */
    URI address(Oauth2Service service) {
        return Objects.requireNonNull(addresses.get(service));
    }

    /** Send a request and wait for its answer. */
    Answer send(HttpCall call) {
        RequestSpecification request = given().spec(defaults);
        call.headers().forEach(request::header);
        call.parts().forEach(part -> request.multiPart(part.name(), part.value()));
        if (!call.headers().containsKey(HttpCall.CONTENT_TYPE) && call.parts().isEmpty()) {
            request.noContentType();
        }
        if (!call.body().isEmpty()) {
            request.body(call.body());
        }
        Response response = request.request(call.method(), address(call.service()) + call.path());
        String text = new String(response.asByteArray(), StandardCharsets.UTF_8);
        return new Answer(call, response.statusCode(), response.headers(), text);
    }

    /**
     * Keep connections, since a TLS handshake costs more than most requests.
     *
     * <p>Bodies are read before anybody asks for them: REST Assured leaves the empty ones unread, and their connections
     * would never come back to the pool.
     */
    @SuppressWarnings("deprecation") // REST Assured takes no newer kind of client
    private static HttpClient keepAliveClient() {
        DefaultHttpClient client = new DefaultHttpClient(new PoolingClientConnectionManager());
        client.addResponseInterceptor((response, context) -> {
            if (response.getEntity() != null) {
                response.setEntity(new BufferedHttpEntity(response.getEntity()));
            }
        });
        return client;
    }
}
