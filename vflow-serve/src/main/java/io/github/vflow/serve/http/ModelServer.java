package io.github.vflow.serve.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.route.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A service of models over HTTP, one virtual thread for each request. Thread-safe. */
public final class ModelServer implements AutoCloseable {
    private static final int PAUSE_MS = 20;

    /** Connections that wait to be taken: with the usual 50, a client among many that come at once waits for a second. */
    private static final int COMING = 1_024;

    private final AtomicInteger active = new AtomicInteger();
    private final Setup setup;
    private final Router router;
    private final Gate gate;
    private final Access access;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread watch;
    private volatile boolean stopping;

    /**
     * The way in which a service runs.
     *
     * @param address to listen on; port 0 for any free one
     * @param token that each request needs; empty for none
     * @param tls the keys of the service; empty for plain HTTP
     * @param reload the time between two looks at the files of models
     * @param log receives a line about each failure of the service itself, and each model that is replaced
     * @param accessLog receives a line of JSON about each request; empty for none
     */
    public record Setup(
            InetSocketAddress address,
            Limits limits,
            Optional<String> token,
            Optional<SSLContext> tls,
            Duration reload,
            Consumer<String> log,
            Optional<Consumer<String>> accessLog) {}

    /**
     * Starts a service.
     *
     * @throws IOException if the address cannot be used
     */
    public ModelServer(Models models, Setup setup) throws IOException {
        this.setup = setup;
        this.router = new Router(models, setup.limits);
        this.gate = new Gate(setup.limits);
        this.access = Access.of(setup.token, setup.address.getAddress().isLoopbackAddress());
        if (setup.tls.isPresent()) {
            HttpsServer https = HttpsServer.create(setup.address, COMING);
            https.setHttpsConfigurator(new HttpsConfigurator(setup.tls.get()));
            this.server = https;
        } else {
            this.server = HttpServer.create(setup.address, COMING);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        watch = Thread.ofPlatform().daemon().name("vflow-reload").start(() -> watch(models));
    }

    private void watch(Models models) {
        try {
            while (!stopping) {
                Thread.sleep(setup.reload);
                models.refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port on which the service listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        active.incrementAndGet();
        try {
            handled(exchange);
        } finally {
            active.decrementAndGet();
        }
    }

    private void handled(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        Answer answer;
        boolean isLast;
        Optional<Thread> reader = Optional.empty();
        try (Body body = new Body(gate, setup.limits)) {
            answer = answer(exchange, body);
            isLast = !body.isRead() && hasBody(exchange);
        } catch (Body.Late e) {
            reader = Optional.of(e.reader());
            answer = Answer.of(e.refusal());
            isLast = true;
        }
        try (exchange) {
            send(exchange, answer, isLast);
            if (isLast) {
                end(exchange.getRequestBody(), reader);
            }
        } finally {
            long took = System.nanoTime() - start;
            Answer sent = answer;
            setup.accessLog.ifPresent(to -> to.accept(line(exchange, sent, took)));
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        return length(exchange) > 0 || exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    }

    /**
     * Ends a connection with the rest of a body on it. A client that still sends would not see the answer, so the rest is read for a moment. Without
     * the interrupt the server would wait for all of it.
     */
    private static void end(InputStream rest, Optional<Thread> reader) {
        Thread reads = reader.orElseGet(() -> Thread.ofVirtual().start(() -> {
            try {
                rest.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the client has gone
            }
        }));
        try {
            reads.join(PAUSE_MS * 25L);
        } catch (InterruptedException e) {
            // the connection ends in any case
        }
        reads.interrupt();
        Thread.currentThread().interrupt();
    }

    private Answer answer(HttpExchange exchange, Body body) throws Body.Late {
        try {
            return answered(exchange, body);
        } catch (Refusal e) {
            return Answer.of(e);
        } catch (Body.Late e) {
            throw e;
        } catch (FileFormatException | IllegalArgumentException e) {
            return Answer.of(new Refusal(400, oneLine(e)));
        } catch (IOException | RuntimeException e) {
            setup.log.accept("a request failed: " + oneLine(e));
            return Answer.of(new Refusal(500, "internal error; the log of the service has a line"));
        }
    }

    private Answer answered(HttpExchange exchange, Body body) throws IOException {
        Deadline deadline = Deadline.in(setup.limits.time());
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path == null || !path.startsWith("/")) {
            throw new Refusal(400, "the path must begin with /");
        }
        if (!Router.isHealth(path)) {
            access.check(exchange.getRequestHeaders());
        }
        if (stopping && !path.equals("/v2/health/live")) {
            throw new Refusal(503, "the service ends; ask another one");
        }
        byte[] bytes =
                method.equals("POST") ? body.read(exchange.getRequestBody(), length(exchange), deadline) : new byte[0];
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        Request request = new Request(
                method,
                path,
                query(exchange.getRequestURI().getRawQuery()),
                type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
                bytes,
                deadline);
        if (!router.computes(request)) {
            return router.answer(request);
        }
        gate.enter(deadline);
        try {
            return router.isShort(request) ? router.answer(request) : apart(request);
        } finally {
            gate.leave();
        }
    }

    /** Answers in a platform thread. Virtual ones share few of those, so that answers which take long would keep the others from being read. */
    private Answer apart(Request request) throws IOException {
        FutureTask<Answer> task = new FutureTask<>(() -> router.answer(request));
        Thread.ofPlatform().name("vflow-answer").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the service ends; ask another one");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException("an answer failed", e.getCause());
            }
        }
    }

    private static long length(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        // the server itself refuses other texts
        return length == null ? -1 : Long.parseLong(length);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void send(HttpExchange exchange, Answer answer, boolean isLast) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        if (!answer.model().isEmpty()) {
            headers.set("X-VFlow-Model", answer.model());
        }
        if (answer.status() == 401) {
            headers.set("WWW-Authenticate", "Bearer realm=\"vflow\"");
        }
        if (answer.status() == 429 || answer.status() == 503) {
            headers.set("Retry-After", "1");
        }
        if (isLast || stopping) {
            headers.set("Connection", "close");
        }
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), isHead || answer.body().length == 0 ? -1 : answer.body().length);
        if (!isHead && answer.body().length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(answer.body());
            out.flush();
        }
    }

    private static String line(HttpExchange exchange, Answer answer, long nanos) {
        return JsonObject.builder()
                .put("time", Instant.now().toString())
                .put(
                        "client",
                        String.valueOf(exchange.getRemoteAddress().getAddress().getHostAddress()))
                .put("method", exchange.getRequestMethod())
                .put("path", String.valueOf(exchange.getRequestURI().getPath()))
                .put("status", answer.status())
                .put("model", answer.model())
                .put("rows", answer.rows())
                .put("bytes", answer.body().length)
                .put("ms", nanos * 1e-6)
                .build()
                .toString();
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                .replaceAll("\\s*\\R\\s*", "; ");
    }

    /**
     * Takes no more requests, waits for the answers in progress, and ends. The server alone would also wait for connections that broke.
     *
     * @param most the time after which answers in progress are given up
     */
    public void stop(Duration most) {
        stopping = true;
        watch.interrupt();
        Thread end = Thread.ofPlatform().start(() -> server.stop((int) Math.max(1, most.toSeconds())));
        long until = System.nanoTime() + most.toNanos();
        try {
            while (active.get() > 0 && System.nanoTime() < until) {
                Thread.sleep(PAUSE_MS);
            }
            end.join(PAUSE_MS);
            end.interrupt();
            end.join();
        } catch (InterruptedException e) {
            end.interrupt();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(1));
    }
}
