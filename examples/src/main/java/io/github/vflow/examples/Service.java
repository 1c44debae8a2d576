package io.github.vflow.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
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
import java.util.function.BiFunction;

/**
 * A service: one model from the class path, with which virtual threads judge rows, replaced under load.
 *
 * <pre>POST /score   20,41,0.5          the answer is ln p of the row, in nats
 *POST /judge   20,41,0.5          the answer is whether the row is an alarm at a false-alarm rate of 1 %, and its p-value
 *POST /model   bytes of a file    answers come from this model from now on; one that cannot be used is refused</pre>
 */
public final class Service implements AutoCloseable {
    private static final double RATE = 0.01;

    /** A model and its alarm, which a request reads once so that they belong together. */
    private record Serving(TableModel model, Alarm alarm) {}

    private final AtomicReference<Serving> serving = new AtomicReference<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** Loads the model and listens on a port of this machine; zero for any free one. */
    public Service(int port) throws IOException {
        try (InputStream in = Objects.requireNonNull(Service.class.getResourceAsStream("sensors.safetensors"))) {
            replace(TableModel.read(in));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext(
                "/score", exchange -> row(exchange, (now, row) -> Double.toString(now.model.logProb(row))));
        server.createContext("/judge", exchange -> row(exchange, (now, row) -> judge(now.alarm, row)));
        server.createContext("/model", this::model);
        server.start();
    }

    /** Requests that run finish with the old model, which then is garbage. An exception here changes nothing. */
    private void replace(TableModel next) {
        Serving ready = new Serving(next, next.alarm(RATE));
        next.warmUp();
        serving.set(ready);
    }

    private void model(HttpExchange exchange) throws IOException {
        try {
            replace(TableModel.read(exchange.getRequestBody()));
            answer(exchange, 200, "scoring with " + serving.get().model);
        } catch (FileFormatException | IllegalArgumentException e) {
            answer(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private static String judge(Alarm alarm, double[] row) {
        Verdict verdict = alarm.judge(row);
        return (verdict.isAlarm() ? "alarm" : "normal") + ", p-value " + verdict.pValue();
    }

    private void row(HttpExchange exchange, BiFunction<Serving, double[], String> answer) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            double[] row = Arrays.stream(body.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            answer(exchange, 200, answer.apply(serving.get(), row));
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
