package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.http.SelfSignedTls;
import io.restassured.http.Header;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the seven services have in common. */
@ContractTest
class CommonContractTest {
    private static final String TRACEABILITY = "X-Traceability-Id";
    private static final String CORRELATION = "X-Correlation-Id";

    private final LightOauth2 system;

    CommonContractTest(LightOauth2 system) {
        this.system = system;
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/common.csv", numLinesToSkip = 1)
    @DisplayName("a request that all services answer alike")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("the traceability id of the request comes back, the correlation id does not")
    void traceabilityIdIsEchoed(Oauth2Service service) {
        system.send(HttpCall.get(service, path(service))
                        .withHeader(TRACEABILITY, "trace-1")
                        .withHeader(CORRELATION, "correlation-1"))
                .hasHeader(TRACEABILITY, "trace-1")
                .hasNoHeader(CORRELATION);
    }

    @Test
    @DisplayName("the traceability id comes back with a success too")
    void traceabilityIdIsEchoedWithASuccess() {
        system.send(HttpCall.get(Oauth2Service.USER, "/oauth2/user/admin").withHeader(TRACEABILITY, "trace-2"))
                .hasStatus(200)
                .hasHeader(TRACEABILITY, "trace-2");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("server info names versions and environment and masks passwords")
    void serverInfo(Oauth2Service service) {
        Answer answer = system.send(HttpCall.get(service, "/server/info"));
        JsonNode info = answer.isJson();
        assertThat(info.path("deployment").path("apiVersion").isTextual())
                .as("deployment.apiVersion of %s", answer)
                .isTrue();
        assertThat(info.path("deployment").path("frameworkVersion").asText())
                .as("deployment.frameworkVersion of %s", answer)
                .matches("\\d+\\.\\d+\\.\\d+");
        assertThat(info.path("environment").isObject())
                .as("environment of %s", answer)
                .isTrue();
        assertThat(info.findValuesAsText("keystorePass"))
                .as("passwords in %s", answer)
                .allMatch(value -> value.matches("\\*+"));
        assertThat(info.findValuesAsText("password"))
                .as("passwords in %s", answer)
                .allMatch(value -> value.matches("\\**"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http://localhost:3000"})
    @DisplayName("code allows the origin that is configured")
    void codeAllowsItsOrigin(String origin) {
        system.send(HttpCall.get(Oauth2Service.CODE, path(Oauth2Service.CODE)).withHeader("Origin", origin))
                .hasHeader("Access-Control-Allow-Origin", origin);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http://localhost:3001", "https://evil.example.org", "null"})
    @DisplayName("code allows no other origin")
    void codeAllowsNoOtherOrigin(String origin) {
        system.send(HttpCall.get(Oauth2Service.CODE, path(Oauth2Service.CODE)).withHeader("Origin", origin))
                .hasNoHeader("Access-Control-Allow-Origin");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CODE")
    @DisplayName("the other services allow no origin")
    void otherServicesAllowNoOrigin(Oauth2Service service) {
        Answer answer = system.send(HttpCall.get(service, path(service)).withHeader("Origin", "http://localhost:3000"));
        assertThat(answer.headers().asList())
                .as("headers of %s", answer)
                .extracting(Header::getName)
                .noneMatch(name -> name.startsWith("Access-Control-"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("the TLS handshake chooses HTTP/2 when the client offers it")
    void http2IsChosen(Oauth2Service service) throws IOException {
        assertThat(chosenProtocol(service, "h2", "http/1.1")).isEqualTo("h2");
        assertThat(chosenProtocol(service, "http/1.1")).isEqualTo("http/1.1");
    }

    @Test
    @DisplayName("a body of 2 MiB is refused over HTTP/2 instead of ending the connection")
    void hugeBodyIsRefusedOverHttp2() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(SelfSignedTls.context())
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(system.address(Oauth2Service.CLIENT) + "/oauth2/client"))
                .timeout(Duration.ofSeconds(30))
                .header(HttpCall.CONTENT_TYPE, HttpCall.JSON)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2 * 1024 * 1024]))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).as("status of %s", answer.body()).isEqualTo(413);
    }

    private String chosenProtocol(Oauth2Service service, String... offered) throws IOException {
        SSLContext tls = SelfSignedTls.context();
        URI address = system.address(service);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    /** Name a path on which a GET goes through the whole chain of handlers; what it answers does not matter. */
    private static String path(Oauth2Service service) {
        return switch (service) {
            case CODE -> "/oauth2/code";
            case TOKEN -> "/oauth2/deref/none";
            case SERVICE -> "/oauth2/service/none";
            case CLIENT -> "/oauth2/client/none";
            case USER -> "/oauth2/user/none";
            case KEY -> "/oauth2/key/100";
            case REFRESH_TOKEN -> "/oauth2/refresh_token/none";
        };
    }
}
