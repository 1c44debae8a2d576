package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Models that were fitted in Java are scored, evaluated and described by the command, with the same numbers. */
final class TableModelsTest {
    private static final Recipe QUICK =
            Recipe.standard().withSteps(20).withNoise(0.0).withCalibration(0);

    @TempDir
    Path dir;

    private Path file = Path.of("m");
    private Path in = Path.of("in");
    private Tables.Data table;

    @BeforeEach
    void write() throws IOException {
        file = dir.resolve("m.safetensors");
        in = Tables.write(dir.resolve("in.csv"), 120, 3);
        table = Tables.read(in);
    }

    private Table data() {
        return Table.of(table.rows(), table.columns());
    }

    private double[] scored() throws IOException {
        Path out = dir.resolve("out.csv");
        Run.vflow("score", file, in, "--out", out).ok();
        Tables.Data scored = Tables.read(out);
        return scored.rows().copyColumn(scored.columns().indexOf("log_prob"));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aTableModelHasTheSameScores() throws IOException {
        TableModel model = TableModel.fit(data(), QUICK);
        model.save(file);
        double[] scores = scored();
        for (int i = 0; i < scores.length; i++) {
            assertEquals(model.logProb(table.rows().copyRow(i)), scores[i], 1e-12, "row " + i);
        }
    }

    @Test
    void aConditionalModelIsScoredByAllItsColumns() throws IOException {
        TableModel model = TableModel.fit(data(), QUICK.given("press"));
        model.save(file);
        double[] scores = scored();
        for (int i = 0; i < scores.length; i++) {
            double[] r = table.rows().copyRow(i);
            double expected = model.logProb(r[0], r[2], r[1]);
            assertEquals(expected, scores[i], 1e-12, "row " + i);
        }
        double mean = model.evaluate(data()).value();
        assertEquals(
                mean,
                Run.vflow("evaluate", file, in, "--json")
                        .ok()
                        .json()
                        .path("log_likelihood")
                        .doubleValue(),
                1e-9);
        String info = Run.vflow("info", file).ok().out();
        assertTrue(info.contains("a flow on 2 dimensions given 1 column\n"), info);
        assertTrue(info.contains("p(x | c)"), info);
        assertTrue(info.contains("by a network 2 → 50 → 50"), info);
        assertTrue(info.contains("press   real  given"), info);
        assertTrue(
                info.matches(
                        "(?s).*  alone +ln p of held-out rows: flow \\S+, normal distributions \\S+, Student t .*"),
                info);
        assertTrue(Run.vflow("sample", file)
                .failure(1)
                .contains("a model of p(y | x) needs the values of x: give --given press=…"));
        String drawn = Run.vflow("sample", file, "-n", 2, "--given", "press=1040", "--seed", 5)
                .ok()
                .out();
        double[][] expected = model.sample(2, Map.of("press", 1040), 5);
        List<String> lines = drawn.lines().toList();
        assertEquals("temp,load,press", lines.getFirst());
        for (int i = 0; i < 2; i++) {
            String[] cells = lines.get(i + 1).split(",", -1);
            assertEquals(expected[i][0], Double.parseDouble(cells[0]), 1e-9);
            assertEquals(1040, Double.parseDouble(cells[2]));
        }
    }

    @Test
    void aModelOfTypedColumnsIsScoredAndDescribed() throws IOException {
        double[][] cells = {{0, 1.5}, {1, 2.5}, {1, 0.5}, {0, 1}, {2, 2}, {1, 3}};
        Table typed = Table.of(cells, "n", "x").with(Column.whole("n"));
        TableModel model = TableModel.fit(typed, QUICK);
        model.save(file);
        Files.writeString(in, "x,n\n1.5,0\n2.5,1\n,2\n");
        List<String> lines =
                Run.vflow("score", file, in).ok().out().lines().skip(1).toList();
        assertEquals("1.5,0," + model.logProb(0, 1.5), lines.get(0));
        assertEquals("2.5,1," + model.logProb(1, 2.5), lines.get(1));
        assertEquals(",2," + model.logProb(2, Double.NaN), lines.get(2));
        String info = Run.vflow("info", file).ok().out();
        assertTrue(
                info.contains(
                        "  n       whole  never negative in samples\n  x       real   never negative in samples\n"),
                info);
    }
}
