package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the certificates that tokens are verified with. */
@ContractTest
class KeyContractTest {
    private final LightOauth2 system;
    private final Fixture fixture;

    KeyContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/key.csv", numLinesToSkip = 1)
    @DisplayName("a request to the key service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("the certificate of key 100 is valid today and holds an RSA key of 2048 bits")
    void certificateIsValid() throws CertificateException {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem("100").getBytes(StandardCharsets.US_ASCII)));
        assertThatCode(certificate::checkValidity).doesNotThrowAnyException();
        assertThat(certificate.getPublicKey())
                .isInstanceOfSatisfying(
                        RSAPublicKey.class,
                        key -> assertThat(key.getModulus().bitLength()).isEqualTo(2048));
    }

    @Test
    @DisplayName("tokens are signed with key 100 and not with key 101")
    void key100Signs() {
        RegisteredClient client = fixture.registerClient();
        AccessToken token = AccessToken.parse(fixture.token(client, Map.of("grant_type", "client_credentials"))
                .isJson()
                .path("access_token")
                .textValue());
        assertThat(token.isSignedBy(pem("100"))).as("signed with key 100").isTrue();
        assertThat(token.isSignedBy(pem("101"))).as("signed with key 101").isFalse();
    }

    private String pem(String keyId) {
        RegisteredClient client = fixture.registerClient();
        return system.send(HttpCall.get(KEY, "/oauth2/key/" + keyId).withBasic(client.id(), client.secret()))
                .hasStatus(200)
                .text();
    }
}
