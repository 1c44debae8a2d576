package io.github.vflow.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models replace each other under load: no request is lost, each answer is of one model alone, and a damaged file changes nothing. */
final class ReloadTest {
    private static final int RELOADS = Boolean.getBoolean("vflow.nightly") ? 1_000 : 50;
    private static final int CLIENTS = 4;

    @TempDir
    Path dir;

    /** A request whose answers differ between the models in each row. */
    private enum Kind {
        ONE("application/json", "{\"a\":1,\"b\":2,\"c\":3}"),
        BLOCK("application/json", rows("{\"a\":%1$s,\"b\":2,\"c\":3}", ",", "[", "]")),
        TABLE("text/csv", rows("%s,2,3", "\n", "a,b,c\n", "\n"));

        private final String type;
        private final String body;

        Kind(String type, String body) {
            this.type = type;
            this.body = body;
        }

        private static String rows(String row, String between, String before, String after) {
            return IntStream.range(0, 300)
                    .mapToObj(i -> String.format(row, i / 100.0))
                    .collect(Collectors.joining(between, before, after));
        }
    }

    /** An answer and the model that the service names for it. */
    private record Told(String model, String body) {}

    private void place(byte[] model, String name) throws IOException {
        Path next = Files.write(dir.resolve("next"), model);
        Files.move(next, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Told ask(HttpClient client, URI at, Kind kind) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(at)
                        .header("Content-Type", kind.type)
                        .POST(HttpRequest.BodyPublishers.ofString(kind.body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return new Told(answer.headers().firstValue("X-VFlow-Model").orElseThrow(), answer.body());
    }

    @Test
    void noRequestIsLostAndNoAnswerIsMixed() throws Exception {
        List<byte[]> files = List.of(Files.readAllBytes(Fixtures.flow()), Files.readAllBytes(Fixtures.other()));
        place(files.getFirst(), "m");
        try (LocalService service = LocalService.of(dir.resolve("m"));
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            URI at = URI.create("http://127.0.0.1:" + service.port() + "/score");
            Map<Kind, Set<Told>> expected = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                for (Kind kind : Kind.values()) {
                    expected.computeIfAbsent(kind, _ -> new HashSet<>()).add(ask(client, at, kind));
                }
                place(files.get(1 - i), "m");
                assertTrue(service.said().startsWith("m: now m@"));
            }
            AtomicBoolean ends = new AtomicBoolean();
            Map<Kind, Set<Told>> seen = new ConcurrentHashMap<>();
            Callable<Integer> load = () -> {
                int n = 0;
                while (!ends.get()) {
                    Kind kind = Kind.values()[n++ % Kind.values().length];
                    seen.computeIfAbsent(kind, _ -> ConcurrentHashMap.newKeySet())
                            .add(ask(client, at, kind));
                }
                return n;
            };
            List<Future<Integer>> loads = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                loads.add(clients.submit(load));
            }
            for (int i = 0; i < RELOADS; i++) {
                if (i % 10 == 5) {
                    byte[] good = files.get(i % 2);
                    place(i % 20 == 5 ? Arrays.copyOf(good, good.length - 1) : new byte[100], "m");
                    String refused = service.said();
                    assertTrue(refused.matches("m: the changed file is refused, m@\\w+ stays: .*"), refused);
                }
                place(files.get(1 - i % 2), "m");
                String now = service.said();
                assertTrue(now.startsWith("m: now m@"), now);
            }
            ends.set(true);
            int requests = 0;
            for (Future<Integer> each : loads) {
                requests += each.get();
            }
            assertTrue(requests > RELOADS, requests + " requests");
            // two models, and never a third answer, nor one under the name of the other
            assertEquals(expected, seen);
        }
    }
}
