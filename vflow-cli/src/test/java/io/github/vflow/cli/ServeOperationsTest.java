package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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

/** The service asks for its token, replaces models, and ends when it is told to. All on the loopback address. */
final class ServeOperationsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "0.1.0");
    private static final int PATIENCE_MS = 240_000;

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
            copy(two, "live.safetensors");
            await(() -> service.err().contains("now live@"));
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
