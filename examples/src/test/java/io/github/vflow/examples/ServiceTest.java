package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The service answers with the bits of the model, also while it is replaced. */
final class ServiceTest {
    private static final int CLIENTS = 20;
    private static final int REQUESTS = 10;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> post(Service service, String path, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] file() throws IOException {
        try (InputStream in = Objects.requireNonNull(Service.class.getResourceAsStream("sensors.safetensors"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void scoresHaveTheSameBitsWhileTheModelIsReplaced() throws IOException, InterruptedException, ExecutionException {
        TableModel model;
        try (InputStream in = Service.class.getResourceAsStream("sensors.safetensors")) {
            model = TableModel.read(Objects.requireNonNull(in));
        }
        String expected = Double.toString(model.logProb(20, 41, 0.5));
        double pValue = model.alarm(0.01).judge(20, 25, 0.5).pValue();
        String verdict = "alarm, p-value " + pValue;
        try (Service service = new Service(0);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                all.add(clients.submit(() -> {
                    boolean same = true;
                    for (int i = 0; i < REQUESTS; i++) {
                        same &= post(service, "/score", "20,41,0.5".getBytes(StandardCharsets.UTF_8))
                                .body()
                                .equals(expected);
                        same &= post(service, "/judge", "20,25,0.5".getBytes(StandardCharsets.UTF_8))
                                .body()
                                .equals(verdict);
                    }
                    return same;
                }));
            }
            for (int i = 0; i < 2; i++) {
                assertTrue(post(service, "/model", file()).body().startsWith("scoring with TableModel of [celsius"));
            }
            for (Future<Boolean> same : all) {
                assertTrue(same.get());
            }
            HttpResponse<String> damaged = post(service, "/model", Arrays.copyOf(file(), 999));
            assertEquals(400, damaged.statusCode());
            assertTrue(damaged.body().startsWith("the stream: "), damaged.body());
            assertTrue(post(service, "/judge", "20,41,0.5".getBytes(StandardCharsets.UTF_8))
                    .body()
                    .startsWith("normal, p-value "));
            HttpResponse<String> refused = post(service, "/score", "20,41".getBytes(StandardCharsets.UTF_8));
            assertEquals(400, refused.statusCode());
            assertEquals(
                    "a row must have 3 numbers, [celsius, humidity, load], but has 2; give NaN for a missing cell",
                    refused.body());
        }
    }
}
