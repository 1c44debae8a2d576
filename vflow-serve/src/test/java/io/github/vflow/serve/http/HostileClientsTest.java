package io.github.vflow.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The service stands hostile clients: each gets its status and a line, which tells nothing of the service, and others are served meanwhile. */
@Isolated("it measures the heap of the JVM")
final class HostileClientsTest {
    private static final String ROW = "{\"a\":1,\"b\":2,\"c\":3}";

    /** A row with gaps, which takes long. */
    private static final String TREE = "{\"kind\":\"oak\",\"net\":21}";

    private static final int PATIENCE_MS = 240_000;

    @TempDir
    static Path dir;

    /** A service with the usual limits. */
    private static LocalService plain;

    @BeforeAll
    static void start() throws IOException {
        plain = LocalService.of(Fixtures.flow());
    }

    @AfterAll
    static void stop() {
        plain.close();
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends bytes and gives the answer. */
    private static String raw(LocalService service, String text) throws IOException {
        try (Socket socket = connected(service.port())) {
            socket.getOutputStream().write(bytes(text));
            return answer(socket.getInputStream());
        }
    }

    /** One answer, whose body has the length that its head says. */
    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return text;
            }
            head.write(c);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        int length = text.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static LocalService.Setup limited(int megabytes, int seconds, int waiting) {
        return LocalService.Setup.of(
                Limits.usual().with(megabytes * Limits.MEGABYTE, Limits.ROWS, Duration.ofSeconds(seconds), waiting));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(String path, long length, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    private static void assertRefused(int status, String reason, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains(reason), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertEquals(1, body.lines().count(), answer);
        assertFalse(body.contains("\tat ") || body.contains("io.github") || body.contains(dir.toString()), answer);
        assertFalse(body.chars().anyMatch(c -> c < ' '), answer);
    }

    @Test
    void bodiesThatDoNotEnd() throws Exception {
        try (LocalService service = LocalService.of(limited(1, 1, Limits.WAITING), Fixtures.flow())) {
            CompletableFuture<String> dripped = CompletableFuture.supplyAsync(() -> dripped(service));
            assertRefused(408, "did not come within 1.0 s", raw(service, post("/score", 100, "{\"a\":")));
            assertRefused(408, "did not come within 1.0 s", dripped.get());
            assertRefused(413, "at most 1048576 bytes", raw(service, post("/score", 100_000_000, "[")));
            assertRefused(413, "at most 1048576 bytes", flooded(service, post("/score", 100_000_000, "")));
            String chunked = "POST /score HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5f5e100\r\n";
            assertRefused(413, "at most 1048576 bytes", flooded(service, chunked));
            try (Socket socket = connected(service.port())) {
                socket.getOutputStream().write(bytes(post("/score", 100, "{\"a\":")));
                socket.shutdownOutput();
                assertRefused(
                        400,
                        "the body ends after 5 bytes, before the end that its head says",
                        answer(socket.getInputStream()));
            }
            assertEquals(200, service.post("/score", ROW).statusCode());
            assertFalse(service.log().contains("\tat "), service.log());
        }
    }

    /** A client that sends a byte now and then. */
    private static String dripped(LocalService service) {
        try (Socket socket = connected(service.port())) {
            socket.getOutputStream().write(bytes(post("/score", 1_000, "")));
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        socket.getOutputStream().write(' ');
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // the service has ended the connection
                }
            });
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A client that sends a hundred megabytes, whatever the service says. */
    private static String flooded(LocalService service, String head) throws IOException {
        try (Socket socket = connected(service.port())) {
            socket.getOutputStream().write(bytes(head));
            Thread.ofVirtual().start(() -> {
                byte[] part = new byte[1 << 20];
                try {
                    for (int i = 0; i < 100; i++) {
                        socket.getOutputStream().write(part);
                    }
                } catch (IOException e) {
                    // the service has ended the connection
                }
            });
            return answer(socket.getInputStream());
        }
    }

    @Test
    void pathsNamesAndHeaders() throws Exception {
        for (String path : List.of(
                "/..%2f..%2fetc/passwd", "/../../etc/passwd", "/v2/models/..%2f..%2fetc%2fpasswd/infer", "/%00")) {
            assertRefused(404, "there is no", raw(plain, post(path, 2, "{}")));
        }
        assertRefused(404, "there is no", raw(plain, post("/v2/models/m%0d%0aSet-Cookie:%20a/infer", 2, "{}")));
        assertRefused(400, "", raw(plain, post("/score?explain=%zz", 2, "{}")));
        assertRefused(422, "no column", raw(plain, post("/score", 13, "{\"a\\u0007\":1}")));
        assertRefused(422, "no column", raw(plain, post("/score", 17, "{\"a\\r\\n\\u0000\":1}")));
        String other = "POST /score HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}";
        assertRefused(403, "the service is for this machine", raw(plain, other));
        for (String header : List.of("X-A: a\u0007b", "X-A: a\u0000b", "Content-Type: \u0001\u0002", "X-A: a\rb")) {
            String answer = raw(plain, post("/score", ROW.length(), ROW).replace("Host:", header + "\r\nHost:"));
            assertTrue(answer.matches("(?s)HTTP/1.1 (200|400|415) .*"), header + ": " + answer);
            assertFalse(answer.matches("(?s).*[\u0000\u0001\u0002\u0007].*"), answer);
        }
        for (String length : List.of("-1", "a", "99999999999999999999")) {
            String answer = raw(plain, post("/score", 0, "{}").replace("Length: 0", "Length: " + length));
            assertTrue(answer.startsWith("HTTP/1.1 4"), length + ": " + answer);
        }
        assertTrue(raw(plain, "\u0016\u0003\u0001\u0002\u0000\r\n\r\n").startsWith("HTTP/1.1 400"));
        assertEquals(200, plain.post("/score", ROW).statusCode());
        assertFalse(plain.log().contains("\tat "), plain.log());
    }

    private static long heap() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    @Test
    void idleConnectionsTakeLittle() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            plain.ask("/score", ROW);
            long before = heap();
            for (int i = 0; i < 500; i++) {
                Socket socket = connected(plain.port());
                idle.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write(bytes("POST /score HTTP/1.1\r\nHost: loc"));
                }
            }
            for (int i = 0; i < 20; i++) {
                plain.ask("/score", ROW);
            }
            long each = (heap() - before) / idle.size();
            assertTrue(each < 64 * 1024, each + " bytes for an idle connection");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** In a process of its own, since both ends of a connection count for the limit of open files. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @Test
    void tenThousandIdleConnections() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalService.class.getName(),
                        Fixtures.flow().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Socket> idle = new ArrayList<>();
        try {
            int port = Integer.parseInt(process.inputReader().readLine().replaceAll("\\D", ""));
            for (int i = 0; i < 10_000; i++) {
                idle.add(connected(port));
            }
            for (int i = 0; i < 100; i++) {
                try (Socket socket = connected(port)) {
                    socket.getOutputStream().write(bytes(post("/score", ROW.length(), ROW)));
                    assertTrue(answer(socket.getInputStream()).startsWith("HTTP/1.1 200"));
                }
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
            process.destroyForcibly();
        }
    }

    /** The statuses of requests that are sent at the same time, and how often each came. */
    private static Map<Integer, Integer> together(LocalService service, int requests, String path, String body) {
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, requests)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return service.post(path, body);
                            } catch (IOException | InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        Thread::startVirtualThread))
                .toList();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (CompletableFuture<HttpResponse<String>> each : all) {
            HttpResponse<String> answer = each.join();
            counts.merge(answer.statusCode(), 1, Integer::sum);
            String reason = answer.body();
            if (answer.statusCode() == 429) {
                assertTrue(reason.contains("more than 1 requests wait already; try again later"), reason);
                assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
            }
            if (answer.statusCode() == 503) {
                assertTrue(
                        reason.matches(".*(the answer takes longer than 1.0 s|the requests before this one).*"),
                        reason);
            }
        }
        return counts;
    }

    /** All the room is for four bodies at a time; each is given back, also that of a request that is refused. */
    @Test
    void theRoomOfABodyIsGivenBack() throws Exception {
        try (LocalService service = LocalService.of(limited(1, 60, Limits.WAITING), Fixtures.flow())) {
            String large = ROW + " ".repeat(900_000);
            for (int i = 0; i < 10; i++) {
                assertEquals(200, service.post("/score", large).statusCode());
                assertEquals(404, service.post("/nothing", large).statusCode());
            }
        }
    }

    @Test
    void pagesOfOtherSitesMayNotAsk() throws Exception {
        int port = plain.port();
        for (String origin : List.of(
                "http://other.example",
                "http://evil127.0.0.1:" + port,
                "http://127.0.0.1:" + port + ".other.example",
                "null")) {
            HttpResponse<String> answer = plain.post("/score", ROW, "Origin", origin);
            assertEquals(403, answer.statusCode(), origin);
            assertEquals("{\"error\":\"pages of other sites may not ask\"}", answer.body());
        }
        assertEquals(
                200,
                plain.post("/score", ROW, "Origin", "http://127.0.0.1:" + port).statusCode());
    }

    @Test
    void tooManyAndTooLong() throws Exception {
        String rows = "[" + "{\"net\":900},".repeat(3_000) + "{}]";
        try (LocalService service = LocalService.of(limited(16, 1, 1), Fixtures.trees())) {
            int processors = Runtime.getRuntime().availableProcessors();
            Map<Integer, Integer> counts = together(service, processors + 5, "/score?explain=true", rows);
            assertTrue(counts.keySet().containsAll(List.of(429, 503)), counts.toString());
            assertEquals(2, counts.size(), counts.toString());
            // the refused ones wait no more, so as many as run and one that waits get their answers again
            for (int i = 0; i < 3; i++) {
                assertEquals(Map.of(200, processors + 1), together(service, processors + 1, "/score", TREE));
            }
        }
    }

    @Test
    void whoComesWhileTheServiceEnds() throws Exception {
        LocalService service = LocalService.of(limited(16, 20, Limits.WAITING), Fixtures.flow());
        try (service;
                Socket late = connected(service.port());
                Socket kept = connected(service.port());
                Socket asks = connected(service.port());
                Socket looks = connected(service.port())) {
            for (Socket socket : List.of(asks, looks)) {
                socket.getOutputStream().write(bytes(get("/v2/health/ready")));
                assertTrue(answer(socket.getInputStream()).startsWith("HTTP/1.1 200"));
            }
            kept.getOutputStream().write(bytes(post("/score", ROW.length(), ROW)));
            assertTrue(answer(kept.getInputStream()).startsWith("HTTP/1.1 200"));
            late.getOutputStream().write(bytes(post("/score", ROW.length(), ROW.substring(0, 5))));
            Thread.sleep(100);
            Thread ends = Thread.ofPlatform().start(() -> service.stop(Duration.ofSeconds(20)));
            Thread.sleep(300);
            kept.getOutputStream().write(bytes(post("/score", ROW.length(), ROW)));
            assertRefused(503, "the service ends", answer(kept.getInputStream()));
            asks.getOutputStream().write(bytes(get("/v2/health/ready")));
            assertRefused(503, "the service ends", answer(asks.getInputStream()));
            looks.getOutputStream().write(bytes(get("/v2/health/live")));
            assertTrue(answer(looks.getInputStream()).startsWith("HTTP/1.1 200"));
            late.getOutputStream().write(bytes(ROW.substring(5)));
            assertTrue(answer(late.getInputStream()).startsWith("HTTP/1.1 200"));
            ends.join();
        }
    }

    @Test
    void keysOfAKeyStore() throws Exception {
        Path keys = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "a-password")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        String refused = String.valueOf(
                assertThrows(IOException.class, () -> Keys.of(keys, "another")).getMessage());
        assertTrue(refused.startsWith(keys + ": it must be a key store with a key of the password but "), refused);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(keys.toFile(), "a-password".toCharArray()));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        LocalService.Setup setup =
                new LocalService.Setup(Limits.usual(), Optional.empty(), Optional.of(Keys.of(keys, "a-password")));
        try (LocalService service = LocalService.of(setup, Fixtures.flow());
                HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            try (Socket plain = connected(service.port())) {
                plain.getOutputStream().write(bytes(post("/score", ROW.length(), ROW)));
                plain.shutdownOutput();
                String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertFalse(answer.contains("log_prob"), answer);
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.port() + "/score"))
                    .timeout(Duration.ofSeconds(PATIENCE_MS / 1_000))
                    .POST(HttpRequest.BodyPublishers.ofString(ROW))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }
}
