package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static io.github.lo2.lightoauth2.Oauth2Service.CODE;
import static io.github.lo2.lightoauth2.Oauth2Service.KEY;
import static io.github.lo2.lightoauth2.Oauth2Service.TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.USER;

import io.github.lo2.http.SelfSignedTls;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import io.github.lo2.lightoauth2.HttpCall.Field;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.StackKind;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLSocketFactory;

/**
 * Measures the services without the agent, over HTTPS/1.1 with kept connections; prints a table in Markdown.
 *
 * <p>Nothing else should run on the machine meanwhile. Where others share its processors all the same, they make it slower
 * for some seconds: of several measurements that with the lowest median is printed.
 */
public final class Benchmark {
    /** Of each kind before any is measured: the services compile late, see their README on JVM flags. */
    private static final int WARM_UP_REQUESTS = 100_000;

    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final int TIMES = 3;
    private static final List<Integer> CONNECTIONS = List.of(1, 7);
    private static final int CLIENTS = 2_300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LightOauth2 system;
    private final SSLSocketFactory tls = SelfSignedTls.context().getSocketFactory();

    private Benchmark(LightOauth2 system) {
        this.system = system;
    }

    /**
     * Start a stack, measure it and end it.
     *
     * @param arguments how the names begin of what is measured; without any all is
     */
    public static void main(String[] arguments) throws Exception {
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")))) {
            Stack stack = suite.stacks()
                    .any(new StackChoice(StackKind.EMBEDDED, List.of(), PortRule.DEFINITION), System.err::println);
            new Benchmark(new LightOauth2(
                            service -> stack.service(service.stackName()).uri()))
                    .run(List.of(arguments));
        }
    }

    private void run(List<String> names) throws Exception {
        Fixture fixture = new Fixture(system);
        for (int i = 0; i < CLIENTS; i++) {
            fixture.registerClient();
        }
        System.out.println("| Request | connections | p50 ms | p99 ms | requests/s |");
        System.out.println("| --- | --- | --- | --- | --- |");
        print("the machine: a password's hash (PBKDF2)", 0, best(() -> repeat(Benchmark::hash)));
        Callable<byte[]> signing = signing();
        print("the machine: an RSA signature", 0, best(() -> repeat(signing)));
        List<Row> rows = rows(fixture).stream()
                .filter(row -> names.isEmpty() || names.stream().anyMatch(row.name()::startsWith))
                .toList();
        for (Row row : rows) {
            for (int sent = 0; sent < WARM_UP_REQUESTS; ) {
                sent += measure(row, Collections.max(CONNECTIONS), MEASURED).latencies().length;
            }
            for (int connections : CONNECTIONS) {
                print(row.name(), connections, best(() -> measure(row, connections, MEASURED)));
            }
        }
    }

    private static Result best(Callable<Result> measurement) throws Exception {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            results.add(measurement.call());
        }
        return Collections.min(results, Comparator.comparingDouble(result -> result.percentile(50)));
    }

    private static void print(String name, int connections, Result result) {
        System.out.printf(
                "| %s | %d | %.2f | %.2f | %.0f |%n",
                name,
                connections,
                result.percentile(50),
                result.percentile(99),
                result.latencies().length / (MEASURED.toMillis() / 1000.0));
    }

    private List<Row> rows(Fixture fixture) {
        RegisteredClient client = fixture.registerClient();
        Field basic = new Field("Authorization", HttpCall.basic(client.id() + ":" + client.secret()));
        Field admin = new Field("Authorization", HttpCall.basic(Fixture.ADMIN + ":" + Fixture.ADMIN_PASSWORD));
        Field json = new Field(HttpCall.CONTENT_TYPE, HttpCall.JSON);
        Field form = new Field(HttpCall.CONTENT_TYPE, HttpCall.FORM);
        return List.of(
                new Row(
                        "GET health: no look-up, no record",
                        () -> request(CLIENT, "GET", "/health/com.networknt.oauth2-client-1.0.0", List.of(), "")),
                new Row(
                        "client_credentials token",
                        () -> request(
                                TOKEN, "POST", "/oauth2/token", List.of(basic, form), "grant_type=client_credentials")),
                new Row(
                        "GET code",
                        () -> request(
                                CODE,
                                "GET",
                                "/oauth2/code?response_type=code&client_id=" + client.id(),
                                List.of(admin),
                                "")),
                new Row("GET client", () -> request(CLIENT, "GET", "/oauth2/client/" + client.id(), List.of(), "")),
                // Before there are more of them.
                new Row(
                        "GET client page of " + CLIENTS,
                        () -> request(CLIENT, "GET", "/oauth2/client?page=1", List.of(), "")),
                new Row(
                        "POST client",
                        () -> request(
                                CLIENT,
                                "POST",
                                "/oauth2/client",
                                List.of(json),
                                fixture.validClient().toString())),
                new Row(
                        "POST user",
                        () -> request(
                                USER,
                                "POST",
                                "/oauth2/user",
                                List.of(json),
                                fixture.validUser().toString())),
                new Row("GET key", () -> request(KEY, "GET", "/oauth2/key/100", List.of(basic), "")));
    }

    private static RawRequest request(
            Oauth2Service service, String method, String target, List<Field> headers, String body) {
        return new RawRequest(service, method, target, headers, body.getBytes(StandardCharsets.UTF_8), false);
    }

    private Result measure(Row row, int connections, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Future<List<Long>>> workers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                workers.add(threads.submit(() -> send(row, end)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> worker : workers) {
                latencies.addAll(worker.get());
            }
            return Result.of(latencies);
        } finally {
            threads.shutdown();
        }
    }

    private List<Long> send(Row row, long end) throws IOException {
        RawRequest first = row.requests().get();
        try (RawConnection connection = new RawConnection(tls, system.address(first.service()), PATIENCE)) {
            List<Long> latencies = new ArrayList<>();
            while (System.nanoTime() < end) {
                RawRequest request = row.requests().get();
                long start = System.nanoTime();
                connection.send(request);
                RawConnection.RawAnswer answer = connection.receive(request.method());
                latencies.add(System.nanoTime() - start);
                if (answer.status() >= 400) {
                    throw new IllegalStateException("%s answers %s".formatted(request, answer));
                }
            }
            return latencies;
        }
    }

    /** Measure what the machine needs for a step that neither these services nor others can do without. */
    private static Result repeat(Callable<?> step) throws Exception {
        List<Long> latencies = new ArrayList<>();
        for (long end = System.nanoTime() + MEASURED.toNanos(); System.nanoTime() < end; ) {
            long start = System.nanoTime();
            step.call();
            latencies.add(System.nanoTime() - start);
        }
        return Result.of(latencies);
    }

    private static byte[] hash() throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(Fixture.ADMIN_PASSWORD.toCharArray(), new byte[16], 1_000, 512))
                .getEncoded();
    }

    private static Callable<byte[]> signing() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        return () -> {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(new byte[256]);
            return signature.sign();
        };
    }

    private record Row(String name, Supplier<RawRequest> requests) {}

    /**
     * What was measured.
     *
     * @param latencies in ns, sorted
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two results
    private record Result(long[] latencies) {
        static Result of(List<Long> latencies) {
            long[] sorted = latencies.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return new Result(sorted);
        }

        double percentile(int percent) {
            return latencies[Math.min(latencies.length - 1, latencies.length * percent / 100)] / 1e6;
        }
    }
}
