package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service stands hostile clients, replaces models under load, and ends when it is told to. All on the loopback address. */
final class ServeOperationsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "0.1.0");
    private static final int PATIENCE_MS = 30_000;

    @TempDir
    static Path dir;

    private static Path one;
    private static Path two;

    @BeforeAll
    static void models() throws IOException {
        one = GOLDEN.resolve(Path.of("flow", "model.safetensors"));
        two = GOLDEN.resolve(Path.of("vflow", "model.safetensors"));
    }

    private static Path copy(Path model, String name) throws IOException {
        Path next = Files.copy(model, dir.resolve(name + ".next"), StandardCopyOption.REPLACE_EXISTING);
        return Files.move(next, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sends bytes, maybe ends the sending, and gives all that comes back. */
    private static String raw(Service service, String bytes, boolean ends) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            if (ends) {
                socket.shutdownOutput();
            }
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("}") && !answer.toString().endsWith("thrown")) {
                int c = in.read();
                if (c < 0) {
                    break;
                }
                answer.append((char) c);
            }
            return answer.toString();
        }
    }

    private static String post(String path, int length, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    @Test
    void hostileClientsGetAStatusAndALine() throws Exception {
        try (Service service = Service.of(copy(one, "hostile.safetensors"), "--max-time", 1, "--max-body", 1)) {
            String half = raw(service, post("/score", 100, "{\"a\":"), false);
            assertTrue(half.startsWith("HTTP/1.1 408") && half.contains("did not come within 1.0 s"), half);
            String large = raw(service, post("/score", 100_000_000, "["), false);
            assertTrue(large.startsWith("HTTP/1.1 413") && large.contains("at most 1048576 bytes"), large);
            String chunked = "POST /score HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + ("10000\r\n" + " ".repeat(65_536) + "\r\n").repeat(20);
            assertTrue(raw(service, chunked, false).startsWith("HTTP/1.1 413"));
            String control = raw(service, post("/score", 13, "{\"a\\u0007\":1}"), false);
            assertTrue(control.contains(" 422") && control.contains("no column"), control);
            assertFalse(control.contains("\u0007"), control);
            assertTrue(raw(service, post("/score?explain=%zz", 2, "{}"), false).startsWith("HTTP/1.1 400"));
            assertTrue(
                    raw(service, post("/..%2f..%2fetc/passwd", 2, "{}"), false).startsWith("HTTP/1.1 404"));
            String other = "POST /score HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}";
            assertTrue(raw(service, other, false).startsWith("HTTP/1.1 403"));
            assertEquals(
                    200, service.post("/score", "[{\"a\":1,\"b\":2,\"c\":3}]").statusCode());
            assertFalse(service.err().contains("\tat "), service.err());
        }
    }

    @Test
    void aTokenIsAskedFor() throws Exception {
        Path token = Files.writeString(dir.resolve("token.txt"), "a-long-secret\n");
        try (Service service = Service.of(copy(one, "token.safetensors"), "--token-file", token)) {
            for (String wrong :
                    List.of("Bearer a-long-secreT", "Bearer a", "Bearer", "Basic !!", "Bearer " + "x".repeat(5_000))) {
                HttpResponse<String> answer = service.post("/score", "{}", "Authorization", wrong);
                assertEquals(401, answer.statusCode());
                assertFalse(answer.body().contains("secret"), answer.body());
            }
            assertEquals(401, service.get("/").statusCode());
            assertEquals(401, service.get("/metrics").statusCode());
            assertEquals(200, service.get("/v2/health/live").statusCode());
            assertEquals(
                    200,
                    service.post("/score", "{\"a\":1,\"b\":2,\"c\":3}", "Authorization", "Bearer a-long-secret")
                            .statusCode());
            String basic = Base64.getEncoder().encodeToString("me:a-long-secret".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    200, service.get("/", "Authorization", "Basic " + basic).statusCode());
        }
    }

    @Test
    void aChangedFileTakesThePlaceWithoutALostRequest() throws Exception {
        Path model = copy(one, "live.safetensors");
        try (Service service = Service.of(model, "--access-log")) {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            AtomicInteger failed = new AtomicInteger();
            AtomicBoolean ends = new AtomicBoolean();
            Thread load = Thread.ofPlatform().start(() -> {
                while (!ends.get()) {
                    try {
                        HttpResponse<String> answer =
                                service.post("/score", "[{\"a\":1,\"b\":2,\"c\":3},{\"a\":1,\"b\":2,\"c\":3}]");
                        JsonNode rows = JsonNode.of(answer.body());
                        boolean isOne =
                                rows.get(0).toString().equals(rows.get(1).toString());
                        failed.addAndGet(answer.statusCode() == 200 && isOne ? 0 : 1);
                        seen.add(answer.headers().firstValue("X-VFlow-Model").orElse("") + " " + rows.get(0));
                    } catch (IOException | InterruptedException e) {
                        failed.incrementAndGet();
                    }
                }
            });
            for (int i = 0; i < 4; i++) {
                int count = service.err().split("now live@", -1).length;
                copy(i % 2 == 0 ? two : one, "live.safetensors");
                await(() -> service.err().split("now live@", -1).length > count);
            }
            Files.writeString(model, "no model");
            await(() -> service.err().contains("the changed file is refused"));
            Thread.sleep(50);
            ends.set(true);
            load.join();
            assertEquals(0, failed.get());
            assertEquals(2, seen.size(), seen.toString());
            String line = service.out()
                    .lines()
                    .filter(l -> l.startsWith("{\"time\""))
                    .findFirst()
                    .orElseThrow();
            assertTrue(JsonNode.of(line).names().containsAll(Set.of("path", "status", "rows", "ms", "model")), line);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE_MS;
        while (!condition.holds()) {
            assertTrue(System.currentTimeMillis() < until, "it takes too long");
            Thread.sleep(10);
        }
    }

    @Test
    void aSignalEndsTheServiceWithZero() throws Exception {
        Path model = copy(one, "signal.safetensors");
        Path out = dir.resolve("signal.out");
        Process process = new ProcessBuilder(
                        Processes.command(Main.class, List.of("serve", model.toString(), "--port", "0")))
                .redirectOutput(out.toFile())
                .redirectError(dir.resolve("signal.err").toFile())
                .start();
        try {
            Processes.waitFor(out, "listening on");
            process.destroy();
            assertTrue(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS));
            assertEquals(0, process.exitValue(), () -> String.valueOf(dir));
        } finally {
            process.destroyForcibly();
        }
    }
}
