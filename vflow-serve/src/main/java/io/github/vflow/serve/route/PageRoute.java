package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.page.LiveState;
import io.github.vflow.serve.page.StatusPage;
import io.github.vflow.serve.rows.JsonRows;
import io.github.vflow.serve.rows.RowAnswers;
import io.github.vflow.serve.rows.RowScoring;
import io.github.vflow.table.report.html.Element;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /} and {@code GET /live}: the page and its part that changes. */
final class PageRoute {
    private static final String HTML = "text/html; charset=utf-8";

    /** The names of the form's fields begin so. */
    private static final String FIELD = "c.";

    private PageRoute() {}

    static Answer of(Models models, Limits limits, Request request) throws IOException {
        Served served = models.find(request.parameter("model"))
                .orElseGet(() -> models.all().iterator().next());
        if (request.path().equals("/live")) {
            return Answer.of(HTML, LiveState.of(served));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        request.query().forEach((name, value) -> {
            if (name.startsWith(FIELD)) {
                cells.put(name.substring(FIELD.length()), value);
            }
        });
        Element result = Element.of("div");
        if (!cells.isEmpty()) {
            result = result(new RowScoring(served, limits, request.deadline()), cells);
        }
        return Answer.of(HTML, StatusPage.of(served, models.all(), cells, result));
    }

    private static Element result(RowScoring scoring, Map<String, String> cells) throws IOException {
        JsonObject.Builder row = JsonObject.builder();
        cells.forEach((name, value) -> {
            if (!value.isBlank()) {
                row.put(name, value);
            }
        });
        Served served = scoring.served();
        RowScoring.Scored scored =
                scoring.look(JsonRows.ofObjects(served.model().schema(), List.of(row.build())));
        JsonObject answer = RowAnswers.explained(scored, served, scoring.deadline());
        Element list = Element.of("dl");
        answer.fields().forEach((name, value) -> {
            if (!name.equals("blamed")) {
                list.add(Element.saying("dt", name.replace('_', '-').replace("log-prob", "log-density, nats")));
                Element cell = Element.of("dd");
                texts(value).forEach(text -> cell.add(Element.of("div", Element.saying("bdi", text))));
                list.add(cell);
            }
        });
        boolean isAlarm = Optional.ofNullable(answer.fields().get("alarm"))
                .map(JsonValue::toString)
                .filter("true"::equals)
                .isPresent();
        boolean isError = answer.field("error").isPresent();
        Element chip = Element.styled("span", isAlarm || isError ? "chip bad" : "chip good")
                .say(isError ? "no score" : isAlarm ? "alarm" : "normal");
        return Element.styled("div", "row", served.judges() || isError ? chip : Element.of("span"), list);
    }

    private static List<String> texts(JsonValue value) {
        return switch (value) {
            case JsonArray list ->
                list.items().stream().flatMap(v -> texts(v).stream()).toList();
            case JsonText text -> List.of(text.text());
            default -> List.of(value.toString());
        };
    }
}
