package io.github.vflow.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A service: one model from the class path, scored by virtual threads, replaced under load.
 *
 * <pre>POST /score   20,41,0.5          the answer is ln p of the row, in nats
 *POST /model   bytes of a file    scores come from this model from now on</pre>
 */
public final class Service implements AutoCloseable {
    private final AtomicReference<TableModel> model = new AtomicReference<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** Loads the model and listens on a port of this machine; zero for any free one. */
    public Service(int port) throws IOException {
        try (InputStream in = Objects.requireNonNull(Service.class.getResourceAsStream("sensors.safetensors"))) {
            replace(TableModel.read(in));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/score", this::score);
        server.createContext("/model", exchange -> {
            replace(TableModel.read(exchange.getRequestBody()));
            answer(exchange, 200, "scoring with " + model.get());
        });
        server.start();
    }

    /** Requests that run finish with the old model, which then is garbage. */
    private void replace(TableModel next) {
        next.warmUp();
        model.set(next);
    }

    private void score(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            double[] row = Arrays.stream(body.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            answer(exchange, 200, Double.toString(model.get().logProb(row)));
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The port on which the service listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    /** Runs the service until the process ends. */
    @SuppressWarnings("resource") // it serves until the process ends
    public static void main(String[] args) throws IOException {
        System.out.println("listening on port " + new Service(8080).port());
    }
}
