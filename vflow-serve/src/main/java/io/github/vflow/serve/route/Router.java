package io.github.vflow.serve.route;

import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.model.Served;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the function that a path names. Immutable and safe for any number of threads. */
public final class Router {
    private static final Set<String> POSTS = Set.of("score", "impute", "sample", "conditional");

    private final Models models;
    private final Limits limits;

    /** Functions of some models. */
    public Router(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    /** Whether the path says that the service lives: it needs no token. */
    public static boolean isHealth(String path) {
        return Set.of("/v2/health/live", "/v2/health/ready", "/health", "/ping").contains(path);
    }

    /** Whether a function computes, so that its requests wait for their turn. */
    public boolean computes(Request request) {
        return request.method().equals("POST");
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
        throw new Refusal(404, "there is no such path; see /openapi.json");
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
