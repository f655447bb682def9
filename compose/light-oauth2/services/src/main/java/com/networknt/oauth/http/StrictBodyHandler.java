package com.networknt.oauth.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.body.BodyHandler;
import com.networknt.handler.Handler;
import com.networknt.httpstring.AttachmentConstants;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormDataParser;
import io.undertow.server.handlers.form.FormParserFactory;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read the request body and attach it as light-4j's BodyHandler does, but refuse what that one lets through.
 *
 * <p>A body of more than 256 KiB is 413. Text that is not UTF-8, JSON nested deeper than 32 levels, with a name twice,
 * with a number beyond a double or with something behind its end, and a form that cannot be read are 400 ERR10015.
 */
public final class StrictBodyHandler extends BodyHandler {
    private static final String CONTENT_TYPE_MISMATCH = "ERR10015";
    private static final String BODY_TOO_LARGE = "ERR12054";
    private static final int MAX_DEPTH = 32;
    // The longest valid body, a client in JSON, has less than 64 KiB.
    private static final int MAX_BYTES = 256 * 1024;
    private static final long MAX_DISCARDED_BYTES = 8L * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(StrictBodyHandler.class);

    private final FormParserFactory formParsers = FormParserFactory.builder().build();
    private final ObjectMapper mapper;

    public StrictBodyHandler() {
        mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isInIoThread()) {
            exchange.dispatch(this);
            return;
        }
        String contentType = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        try {
            if (contentType != null) {
                attachBody(exchange, contentType);
            } else if (!exchange.isRequestComplete()) {
                checkLength(exchange);
                exchange.startBlocking();
                discardBody(exchange);
            }
        } catch (RequestTooBigException e) {
            refuseTooLarge(exchange);
            return;
        } catch (IOException e) {
            if (e.getCause() instanceof RequestTooBigException) {
                refuseTooLarge(exchange);
            } else {
                setExchangeStatus(exchange, CONTENT_TYPE_MISMATCH, mediaType(String.valueOf(contentType)));
            }
            return;
        }
        Handler.next(exchange, getNext());
    }

    private void attachBody(HttpServerExchange exchange, String contentType) throws IOException {
        checkLength(exchange);
        exchange.startBlocking();
        normalize(exchange, contentType);
        switch (mediaType(contentType)) {
            case "application/json" -> {
                Object json = mapper.readValue(text(exchange).strip(), Object.class);
                checkFinite(json);
                exchange.putAttachment(AttachmentConstants.REQUEST_BODY, json);
            }
            case "text/plain" -> exchange.putAttachment(AttachmentConstants.REQUEST_BODY, text(exchange));
            case "multipart/form-data", "application/x-www-form-urlencoded" -> attachForm(exchange);
            // As if there was none: no operation reads anything else.
            default -> discardBody(exchange);
        }
    }

    /**
     * Write the media type as those who read the header after this compare it: in lower case, without blanks before it.
     */
    private static void normalize(HttpServerExchange exchange, String contentType) {
        int end = contentType.indexOf(';');
        String parameters = end < 0 ? "" : contentType.substring(end);
        exchange.getRequestHeaders().put(Headers.CONTENT_TYPE, mediaType(contentType) + parameters);
    }

    /** Refuse numbers that only an infinite double stands for: validators fail on it, and it is no JSON. */
    private static void checkFinite(@Nullable Object json) throws IOException {
        if (json instanceof Map<?, ?> object) {
            for (Object member : object.values()) {
                checkFinite(member);
            }
        } else if (json instanceof List<?> array) {
            for (Object element : array) {
                checkFinite(element);
            }
        } else if (json instanceof Double number && number.isInfinite()) {
            throw new IOException("a number is beyond the range of a double");
        }
    }

    private void attachForm(HttpServerExchange exchange) throws IOException {
        FormData form;
        try {
            FormDataParser parser = formParsers.createParser(exchange);
            if (parser == null) {
                throw new IOException("no parser reads this form");
            }
            form = parser.parseBlocking();
        } catch (RuntimeException e) {
            throw new IOException("the form has no boundary, an unknown charset or too many fields", e);
        }
        exchange.putAttachment(AttachmentConstants.REQUEST_BODY, values(form));
    }

    private static Map<String, Object> values(FormData form) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : form) {
            List<String> texts = new ArrayList<>();
            for (FormData.FormValue value : form.get(name)) {
                if (value.isFileItem()) {
                    throw new IOException("a file where a text was expected: " + name);
                }
                texts.add(value.getValue());
            }
            values.put(name, texts.size() == 1 ? texts.get(0) : texts);
        }
        return values;
    }

    private static String text(HttpServerExchange exchange) throws IOException {
        try (InputStream body = body(exchange)) {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new RequestTooBigException();
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the body is not UTF-8", e);
        }
    }

    /**
     * Open the body for those who count its bytes themselves: Undertow's own limit ends a stream, and with HTTP/2 the
     * connection that others share, without an answer.
     */
    private static InputStream body(HttpServerExchange exchange) {
        if (exchange.isRequestChannelAvailable()) {
            exchange.setMaxEntitySize(MAX_DISCARDED_BYTES);
        }
        return exchange.getInputStream();
    }

    private static void checkLength(HttpServerExchange exchange) throws RequestTooBigException {
        if (exchange.getRequestContentLength() > MAX_BYTES) {
            throw new RequestTooBigException();
        }
    }

    private static void discardBody(HttpServerExchange exchange) throws IOException {
        try (InputStream body = body(exchange)) {
            if (body.skip(MAX_BYTES + 1L) > MAX_BYTES) {
                throw new RequestTooBigException();
            }
        }
    }

    private void refuseTooLarge(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        discardRest(exchange);
        setExchangeStatus(exchange, BODY_TOO_LARGE, MAX_BYTES);
    }

    /** Read on for a while: a client that still writes when the connection is closed would never see the answer. */
    private static void discardRest(HttpServerExchange exchange) {
        try {
            if (!exchange.isBlocking()) {
                exchange.startBlocking();
            }
            InputStream rest = body(exchange);
            long left = MAX_DISCARDED_BYTES;
            for (long skipped = 1; skipped > 0 && left > 0; left -= skipped) {
                skipped = rest.skip(left);
            }
        } catch (IOException e) {
            LOG.debug("the rest of a body that is too large cannot be read", e);
        }
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }
}
