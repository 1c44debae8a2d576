package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.model.Served;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds the function that a path names. Immutable and safe for any number of threads. */
public final class Router {
    private static final Set<String> POSTS = Set.of("score", "impute", "sample", "conditional");

    private static final Set<String> HEALTH = Set.of("/v2/health/live", "/v2/health/ready");

    /** Bytes of some dozen rows. */
    private static final int SHORT = 4_096;

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final String version = Optional.ofNullable(Router.class.getPackage().getImplementationVersion())
            .orElse("unreleased");
    private final Models models;
    private final Limits limits;

    /** Functions of some models. */
    public Router(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    /** Whether the path says that the service lives: it needs no token. */
    public static boolean isHealth(String path) {
        return HEALTH.contains(path);
    }

    /** Whether a function computes, so that its requests wait for their turn. */
    public boolean computes(Request request) {
        return request.method().equals("POST");
    }

    /** Whether a function scores a few rows, in some milliseconds at most. */
    public boolean isShort(Request request) {
        return request.body().length <= SHORT
                && (request.path().equals("/score") || request.path().endsWith("/infer"))
                && !request.query().containsKey("explain");
    }

    /**
     * Answers a request.
     *
     * @throws Refusal with a status and a reason
     * @throws IOException if the body is no table of the model; the message is for the client
     */
    public Answer answer(Request request) throws IOException {
        List<String> path = List.of(request.path().substring(1).split("/", -1));
        String first = path.getFirst();
        if (path.size() == 1 && POSTS.contains(first)) {
            method(request, "POST");
            Served served = served(request.parameter("model"));
            Answer answer = switch (first) {
                case "score" -> ScoreRoute.of(served, limits, request);
                case "impute" -> FillRoute.of(served, limits, request);
                case "sample" -> DensityRoutes.sample(served, limits, request);
                default -> DensityRoutes.conditional(served, request);
            };
            return answer.by(served.title(), answer.rows());
        }
        if (first.equals("v2") && path.size() > 2 && path.get(1).equals("models")) {
            return inference(request, path);
        }
        Answer answer = switch (request.path()) {
            case "/v2" -> InferenceRoutes.server(version);
            case "/v2/health/live" ->
                Answer.of(JsonObject.builder().put("live", true).build());
            case "/v2/health/ready" ->
                Answer.of(JsonObject.builder().put("ready", true).build());
            case "/openapi.json" -> Answer.of("application/json", paths());
            case "/metrics" -> Answer.of(PROMETHEUS, models.registry().scrape());
            default -> throw unknown();
        };
        if (!request.method().equals("HEAD")) {
            method(request, "GET");
        }
        return answer;
    }

    /** A path below /v2/models: of a model, or of one version of it. */
    private Answer inference(Request request, List<String> path) throws IOException {
        Served served = served(Optional.of(path.get(2)));
        List<String> rest = path.subList(3, path.size());
        if (rest.size() >= 2 && rest.getFirst().equals("versions")) {
            if (!rest.get(1).equals(served.version())) {
                throw new Refusal(404, served.name() + " has the version " + served.version() + " alone");
            }
            rest = rest.subList(2, rest.size());
        }
        boolean infers = rest.equals(List.of("infer"));
        method(request, infers ? "POST" : "GET");
        if (infers) {
            Answer answer = InferenceRoutes.infer(served, limits, request);
            return answer.by(served.title(), answer.rows());
        }
        if (rest.isEmpty()) {
            return InferenceRoutes.model(served);
        }
        if (rest.equals(List.of("ready"))) {
            return Answer.of(JsonObject.builder()
                    .put("name", served.name())
                    .put("ready", true)
                    .build());
        }
        throw unknown();
    }

    /** The paths of the service in OpenAPI's words, a file beside this class. */
    private static String paths() throws IOException {
        try (InputStream in = Objects.requireNonNull(Router.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Refusal unknown() {
        return new Refusal(404, "there is no such path; see /openapi.json");
    }

    private Served served(Optional<String> name) {
        List<String> names = models.all().stream().map(Served::name).toList();
        return models.find(name)
                .orElseThrow(() -> name.isEmpty()
                        ? new Refusal(400, "say which model by ?model=NAME; there are " + names)
                        : new Refusal(404, "there is no model of this name; there are " + names));
    }

    private static void method(Request request, String only) {
        if (!request.method().equals(only)) {
            throw new Refusal(405, request.path() + " takes " + only + " but got " + request.method());
        }
    }
}
