package io.github.vflow.serve.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of JSON have the cells that they say, under the columns of the schema, and rows that are none keep their places. */
final class JsonRowsTest {
    @TempDir
    Path folder;

    private static Schema trees() throws IOException {
        return TableModel.load(Fixtures.trees()).schema();
    }

    private static List<JsonValue> list(String text) {
        return ((JsonArray) JsonValue.parse(text)).items();
    }

    @Test
    void cellsStandUnderTheirColumns() throws IOException {
        JsonRows rows = JsonRows.ofObjects(
                trees(),
                list("[{\"net\":1.5,\"kind\":\"oak\",\"count\":2,\"unit\":true},{},{\"gross\":null,\"steps\":1e400}]"));
        assertEquals(
                "[[oak, 2, null, 1.5, null, true], [null, null, null, null, null, null],"
                        + " [null, null, Infinity, null, null, null]]",
                rows.toString());
        assertEquals(
                rows.toString().replace(", [null, null, Infinity, null, null, null]", ""),
                JsonRows.ofColumns(
                                trees(),
                                Map.of(
                                        "count", list("[2,null]"),
                                        "kind", list("[\"oak\",null]"),
                                        "net", list("[1.5,null]"),
                                        "unit", list("[true,null]")))
                        .toString());
    }

    /** A list has the columns that the metadata of a model name, without the ignored ones. */
    @Test
    void listsHaveTheColumnsThatAreRead() throws IOException {
        Schema schema = Fixtures.readings(folder, 0).schema();
        JsonRows rows = JsonRows.ofLists(schema, list("[[1,2,3],[1,2],{\"x\":1},[1,[2],3]]"));
        assertEquals("[null, 1, 2, 3]", rows.toString().substring(1, 16));
        assertEquals("", rows.fault(0));
        assertEquals("a row must be a list of 3 cells but is one of 2", rows.fault(1));
        assertEquals("a row must be a list of 3 cells but is an object", rows.fault(2));
        assertEquals("column y holds a list, not one value", rows.fault(3));
        assertEquals(
                "[1, {\"error\":\"" + rows.fault(1) + "\"}, {\"error\":\"" + rows.fault(2) + "\"}, {\"error\":\""
                        + rows.fault(3) + "\"}]",
                rows.merged(List.of(JsonValue.of(1))).toString());
        assertThrows(Refusal.class, () -> JsonRows.cell(JsonValue.parse("[]")));
    }

    /** Rows that are none are refused rows of the meters, and the others have their scores in order. */
    @Test
    void rowsThatAreNoneCountAsRefused() throws IOException {
        Models models = new Models(Map.of("m", Fixtures.trees()), LocalService::load, _ -> {});
        Served served = models.find(Optional.empty()).orElseThrow();
        RowScoring scoring = new RowScoring(served, Limits.usual(), Deadline.in(Duration.ofMinutes(4)));
        List<RowScoring.Scored> scored = scoring.score(
                JsonRows.ofObjects(
                        served.model().schema(),
                        list(
                                "[{\"kin\":1},{\"kind\":\"oak\",\"net\":21},2,{\"net\":\"much\"},{\"kind\":\"ash\",\"net\":11}]")));
        assertEquals(
                List.of(
                        "the model has no column \"kin\"; it has [kind, count, steps, net, gross, unit]",
                        "",
                        "a row must be an object by column name but is a number",
                        "column net holds \"much\"",
                        ""),
                scored.stream().map(RowScoring.Scored::fault).toList());
        double oak = served.model().logProb(Map.of("kind", "oak", "net", 21.0));
        double ash = served.model().logProb(Map.of("kind", "ash", "net", 11.0));
        JsonObject first = RowAnswers.of(scored.get(1));
        assertEquals(JsonValue.of(oak), first.fields().get("log_prob"));
        assertEquals(JsonValue.of(ash), RowAnswers.of(scored.get(4)).fields().get("log_prob"));
        assertEquals(3, rows(models, "refused"));
        assertEquals(2, rows(models, "scored"));
    }

    private static double rows(Models models, String outcome) {
        return models.registry()
                .get("vflow.rows")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** A row of a drawn constant has its text, and a number that is written as one is a number. */
    @Test
    void valuesAreNumbersOrTheTextOfAFile() throws IOException {
        TableModel model = TableModel.load(Fixtures.trees());
        double[] row = model.sample(1, 3)[0];
        Map<String, ?> expected = model.schema().decode(model.drawn(row));
        JsonObject record = RowAnswers.record(model, row);
        assertEquals(
                List.of("kind", "count", "steps", "net", "gross", "unit"),
                List.copyOf(record.fields().keySet()));
        assertEquals(
                "\"" + expected.get("kind") + "\"",
                String.valueOf(record.fields().get("kind")));
        assertEquals("\"cm\"", String.valueOf(record.fields().get("unit")));
        assertEquals(
                "null",
                RowAnswers.value(model.schema(), model.schema().column("net"), Double.NaN)
                        .toString());
        assertEquals(
                "-2.25",
                RowAnswers.value(model.schema(), model.schema().column("net"), -2.25)
                        .toString());
    }
}
