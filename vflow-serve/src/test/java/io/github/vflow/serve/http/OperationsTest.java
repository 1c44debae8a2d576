package io.github.vflow.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service asks for its token, replaces models, and tells of its requests. All on the loopback address. */
final class OperationsTest {

    @TempDir
    static Path dir;

    private static Path copy(Path model, String name) throws IOException {
        Path next = Files.copy(model, dir.resolve(name + ".next"), StandardCopyOption.REPLACE_EXISTING);
        return Files.move(next, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aTokenIsAskedFor() throws Exception {
        LocalService.Setup setup =
                new LocalService.Setup(Limits.usual(), Optional.of("a-long-secret"), Optional.empty());
        try (LocalService service = LocalService.of(setup, Fixtures.flow())) {
            for (String wrong : List.of(
                    "Bearer a-long-secreT", "Bearer a", "Bearer", "Basic !!", "Bearer " + "x".repeat(5_000), "")) {
                HttpResponse<String> answer = service.post("/score", "{}", "Authorization", wrong);
                assertEquals(401, answer.statusCode());
                assertFalse(answer.body().contains("secret"), answer.body());
                assertEquals(
                        "Bearer realm=\"vflow\"",
                        answer.headers().firstValue("WWW-Authenticate").orElse(""));
            }
            for (String path : List.of("/", "/metrics", "/openapi.json", "/v2", "/v2/models/model", "/v2/health/x")) {
                assertEquals(401, service.get(path).statusCode(), path);
            }
            for (String path : List.of("/v2/health/live", "/v2/health/ready")) {
                assertEquals(200, service.get(path).statusCode(), path);
            }
            assertEquals(
                    200,
                    service.post("/score", "{\"a\":1,\"b\":2,\"c\":3}", "Authorization", "Bearer a-long-secret")
                            .statusCode());
        }
    }

    @Test
    void aChangedFileTakesThePlaceWithoutALostRequest() throws Exception {
        Path model = copy(Fixtures.flow(), "live.safetensors");
        try (LocalService service = LocalService.of(model)) {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            AtomicInteger failed = new AtomicInteger();
            AtomicBoolean ends = new AtomicBoolean();
            Thread load = Thread.ofPlatform().start(() -> {
                while (!ends.get()) {
                    try {
                        HttpResponse<String> answer =
                                service.post("/score", "[{\"a\":1,\"b\":2,\"c\":3},{\"a\":1,\"b\":2,\"c\":3}]");
                        List<JsonValue> rows = ((JsonArray) JsonValue.parse(answer.body())).items();
                        boolean isOne = rows.getFirst().equals(rows.getLast());
                        failed.addAndGet(answer.statusCode() == 200 && isOne ? 0 : 1);
                        seen.add(answer.headers().firstValue("X-VFlow-Model").orElse("") + " " + rows.getFirst());
                    } catch (IOException | InterruptedException e) {
                        failed.incrementAndGet();
                    }
                }
            });
            await(seen, 1);
            copy(Fixtures.other(), "live.safetensors");
            assertTrue(service.said().startsWith("live: now live@"));
            await(seen, 2);
            Files.writeString(model, "no model");
            assertTrue(service.said().startsWith("live: the changed file is refused, live@"));
            Thread.sleep(50);
            ends.set(true);
            load.join();
            assertEquals(0, failed.get());
            assertEquals(2, seen.size(), seen.toString());
            assertTrue(service.accesses().size() >= seen.size());
        }
    }

    private static void await(Set<String> seen, int models) throws InterruptedException {
        for (int i = 0; i < 10_000 && seen.size() < models; i++) {
            Thread.sleep(10);
        }
    }

    /** A line of JSON about each request, after its answer. */
    @Test
    void aLineSaysWhatWasAnswered() throws Exception {
        try (LocalService service = LocalService.of(copy(Fixtures.flow(), "lines.safetensors"))) {
            HttpResponse<String> two = service.post("/score", "[{\"a\":1,\"b\":2,\"c\":3},{}]");
            awaitLines(service, 1);
            service.post("/score", "{");
            awaitLines(service, 2);
            service.get("/v2/health/live?secret=1");
            awaitLines(service, 3);
            List<JsonObject> lines = service.accesses().stream()
                    .map(line -> (JsonObject) JsonValue.parse(line))
                    .toList();
            assertEquals(
                    Set.of("time", "client", "method", "path", "status", "model", "rows", "bytes", "ms"),
                    lines.getFirst().fields().keySet());
            String model = two.headers().firstValue("X-VFlow-Model").orElseThrow();
            int bytes = two.body().length();
            assertEquals("\"POST\" \"/score\" 200 \"" + model + "\" 2 " + bytes, told(lines.getFirst()));
            assertTrue(told(lines.get(1)).startsWith("\"POST\" \"/score\" 400 \"\" 0 "), lines.toString());
            assertEquals("\"GET\" \"/v2/health/live\" 200 \"\" 0 13", told(lines.get(2)));
        }
    }

    /** A line is written after its answer, so the next request could overtake it. */
    private static void awaitLines(LocalService service, int lines) throws InterruptedException {
        while (service.accesses().size() < lines) {
            Thread.sleep(5);
        }
    }

    private static String told(JsonObject line) {
        return Stream.of("method", "path", "status", "model", "rows", "bytes")
                .map(name -> line.fields().get(name))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
