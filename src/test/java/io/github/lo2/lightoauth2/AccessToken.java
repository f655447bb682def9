package io.github.lo2.lightoauth2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;

/** A JSON Web Token in its three parts. */
record AccessToken(String signedText, JsonNode header, JsonNode claims, String signature) {

    /** Read the compact form. */
    static AccessToken parse(String compact) {
        List<String> parts = List.of(compact.split("\\.", -1));
        if (parts.size() != 3) {
            throw new AssertionError("no JSON Web Token: " + compact);
        }
        return new AccessToken(parts.get(0) + "." + parts.get(1), json(parts.get(0)), json(parts.get(1)), parts.get(2));
    }

    /**
     * Tell whether the token was signed with the key of a certificate.
     *
     * @param pem the certificate as the key service returns it
     */
    boolean isSignedBy(String pem) {
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            Signature verification = Signature.getInstance("SHA256withRSA");
            verification.initVerify(certificate.getPublicKey());
            verification.update(signedText.getBytes(StandardCharsets.US_ASCII));
            return verification.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the certificate cannot be used: " + pem, e);
        }
    }

    private static JsonNode json(String part) {
        try {
            return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON in a token: " + part, e);
        }
    }
}
