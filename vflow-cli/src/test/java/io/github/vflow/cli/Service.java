package io.github.vflow.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code serve} in a thread of this JVM, on a free port. */
final class Service implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening on (https?)://[0-9.]+:(\\d+)");
    private static final int PATIENCE_MS = 240_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Thread thread;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    private Service(List<String> words) throws InterruptedException {
        thread = new Thread(() -> Main.execute(out, err, words.toArray(String[]::new)), "serve");
        thread.start();
        port = await();
    }

    static Service of(Object... words) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0"));
        for (Object word : words) {
            all.add(word.toString());
        }
        return new Service(all);
    }

    private int await() throws InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE_MS;
        while (thread.isAlive() && System.currentTimeMillis() < until) {
            Matcher address = ADDRESS.matcher(out.toString());
            if (address.find()) {
                return Integer.parseInt(address.group(2));
            }
            Thread.sleep(5);
        }
        throw new AssertionError("the service does not listen: " + out + err);
    }

    int port() {
        return port;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)),
                headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** The answer to JSON, with the status 200. */
    JsonNode ask(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JsonNode.of(answer.body());
    }

    @Override
    public void close() {
        client.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
