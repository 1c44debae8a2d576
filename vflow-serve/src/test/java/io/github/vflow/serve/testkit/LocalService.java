package io.github.vflow.serve.testkit;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.http.ModelServer;
import io.github.vflow.serve.model.Loaded;
import io.github.vflow.serve.model.Models;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.verdict.Alarm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A service in this JVM, on a free port of the loopback address, with a client of it. Alarms of calibrated models have the rate {@link #RATE}. */
public final class LocalService implements AutoCloseable {
    /** The rate of false alarms. */
    public static final double RATE = 0.05;

    private static final int PATIENCE_SECONDS = 240;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final List<String> accesses = new CopyOnWriteArrayList<>();
    private final Models models;
    private final ModelServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * The way in which a service runs.
     *
     * @param limits of requests
     * @param token that each request needs
     * @param tls the keys of the service
     */
    public record Setup(Limits limits, Optional<String> token, Optional<SSLContext> tls) {
        /** The usual limits. */
        public static Setup usual() {
            return of(Limits.usual());
        }

        /** Other limits. */
        public static Setup of(Limits limits) {
            return new Setup(limits, Optional.empty(), Optional.empty());
        }
    }

    private LocalService(Setup setup, List<Path> files) throws IOException {
        Map<String, Path> named = new LinkedHashMap<>();
        files.forEach(file -> named.put(name(file), file));
        models = new Models(named, LocalService::load, log::add);
        server = new ModelServer(
                models,
                new ModelServer.Setup(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        setup.limits,
                        setup.token,
                        setup.tls,
                        Duration.ofMillis(2),
                        log::add,
                        Optional.of(accesses::add)));
    }

    /** A service of some model files with the usual limits. */
    public static LocalService of(Path... files) throws IOException {
        return of(Setup.usual(), files);
    }

    /** A service of some model files; a model has the name of its file. */
    public static LocalService of(Setup setup, Path... files) throws IOException {
        return new LocalService(setup, List.of(files));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".safetensors", "");
    }

    /** A model file with the alarm of its calibration. */
    public static Loaded load(Path file) throws IOException {
        TableModel model = TableModel.load(file);
        Optional<Alarm> alarm = model.calibration().map(_ -> model.alarm(RATE));
        return new Loaded(model, ReadOptions.standard().strictly(), alarm, Scoring.standard());
    }

    /** Serves a model file until the process is killed; standard output has the port. */
    public static void main(String... args) throws IOException {
        System.out.println("port " + of(Path.of(args[0])).port());
    }

    public int port() {
        return server.port();
    }

    /** The models in service. */
    public Models models() {
        return models;
    }

    /** The next line of the log. */
    public String said() throws InterruptedException {
        String line = log.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("the service says nothing");
        }
        return line;
    }

    /** The lines of the log that nobody took. */
    public String log() {
        return String.join("\n", log);
    }

    /** The lines about requests. */
    public List<String> accesses() {
        return accesses;
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)),
                headers);
    }

    /** The rows of CSV as the service answers them. */
    public HttpResponse<String> csv(String path, List<String> lines) throws IOException, InterruptedException {
        return post(path, String.join("\n", lines) + "\n", "Content-Type", "text/csv; charset=utf-8");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** The answer to JSON, with the status 200. */
    public JsonValue ask(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JsonValue.parse(answer.body());
    }

    /** The value of a line of {@code /metrics}; zero if it is absent. */
    public double meter(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Stops the service as at a signal. */
    public void stop(Duration most) {
        server.stop(most);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
