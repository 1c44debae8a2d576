package io.github.vflow.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.model.ModelCost;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts of a model file, of two steps and of none. */
final class InfoResultTest {
    private static final int ROWS = 200;

    @TempDir
    private Path dir;

    /** A column that is zero in three rows of ten, one with both signs, and a label. */
    private static Table table() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("rain,heat,kind\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i % 10 < 3 ? "0" : String.format(Locale.ROOT, "%.4f", 1 + random.nextDouble()))
                    .append(String.format(Locale.ROOT, ",%.4f,", random.nextGaussian()))
                    .append(i % 2 == 0 ? "a\n" : "b\n");
        }
        CsvSource source = CsvSource.of(
                "t",
                csv.toString().getBytes(StandardCharsets.UTF_8),
                new CsvSource.Format(Optional.empty(), Optional.empty()));
        return Table.read(source, ReadOptions.standard()).orThrow();
    }

    private static Facts facts(Path path, ModelFile file) throws IOException {
        return InfoResult.of(path, file, ModelCost.of(file.model(), Engines.reference(), 16, 30), 16, "an engine");
    }

    @Test
    void aTrainedModelHasItsColumnsAndItsNotes() throws IOException {
        Recipe quick =
                Recipe.standard().withSteps(2).withFillSteps(2).withNoise(0.0).withCalibration(0.5);
        Path path = dir.resolve("m");
        TableModel.fit(table(), quick).withNotes(Map.of("origin", "a\nb")).save(path);
        ModelFile file = ModelFile.load(path);
        Facts facts = facts(path, file);
        List<String> lines = facts.text().lines().toList();
        String all = facts.text();
        assertTrue(lines.stream().anyMatch(l -> l.matches(" +column +kind")), all);
        String rain = line(lines, "rain");
        assertTrue(rain.contains("never negative in samples"), rain);
        assertTrue(rain.matches(".* \\(it is in (29|30|31)\\.\\d % of the rows\\).*"), rain);
        assertFalse(line(lines, "heat").contains("never negative"), all);
        assertFalse(line(lines, "heat").contains("% of the rows"), all);
        assertTrue(line(lines, "kind").contains("a"), all);
        assertTrue(lines.contains("  origin      a\\u000ab"), all);
        assertTrue(lines.contains("  baseline    of training rows, for vflow drift"), all);
        assertFalse(all.contains("  schema "), all);
        int calibration = file.calibration().orElseThrow().size();
        assertTrue(lines.contains("  calibration " + Text.count(calibration, "row")), all);
        int parameters = file.model().parameters().size();
        assertTrue(lines.contains(Text.format("%,d parameters", parameters)), all);
        assertEquals("engine        an engine", lines.getLast());
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("  training    batch of 16: ")), all);
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("  alone       ln p of held-out rows: flow ")), all);
        String json = Json.of(facts);
        assertTrue(json.contains("\"never_negative\":[\"rain\"]"), json);
        assertTrue(json.contains("\"calibration_rows\":" + calibration + ",\"calibration_folds\":0,"), json);
    }

    private static String line(List<String> lines, String column) {
        return lines.stream()
                .filter(l -> l.strip().startsWith(column + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aModelThatDoesNotExistHasItsCosts() throws IOException {
        ModelFile rows = new ModelFile(Models.of(RowSpec.of(3, 1, 2), 1), List.of(), Map.of());
        ModelCost cost = ModelCost.of(rows.model(), Engines.reference(), 16, 30);
        int all = rows.model().parameters().size();
        assertEquals(all, cost.parameters().get("p") + cost.parameters().get("q"));
        assertEquals(
                cost.parameters().get("p"),
                cost.parameters().get("p.0") + cost.parameters().get("p.1"));
        assertEquals(30, cost.samples());
        assertEquals(1, cost.training().size());
        String text = facts(null, rows).text();
        assertTrue(text.startsWith("model: a VFlow on 3 + 1 dimensions\n"), text);
        assertTrue(
                text.contains(
                        Text.format("\n  p           %,d\n", cost.parameters().get("p"))),
                text);
        assertTrue(text.contains("\n  scoring     a row with 30 samples: " + cost.scoring() + "\n"), text);
        assertFalse(text.contains("calibration"), text);
        ModelFile images = new ModelFile(Models.of(ImageSpec.small(4, 4, 1, 16, 0, 4, 1), 1), List.of(), Map.of());
        String kinds = facts(null, images).text();
        assertTrue(kinds.contains("\n  training    batch of 16, checkpointed: "), kinds);
        assertTrue(kinds.contains("\n  training    batch of 16, reversible: "), kinds);
    }

    private static ModelFile untrained(RowSpec spec) {
        List<String> names = IntStream.range(0, spec.features() + spec.given())
                .mapToObj(j -> "c" + j)
                .toList();
        return new ModelFile(Models.of(spec, 1), names, Map.of());
    }

    @Test
    void fortyColumnsAreListed() throws IOException {
        Path path = Path.of("m");
        RowSpec spec = RowSpec.of(40, 0, 1).withConditioner(List.of(2), Activation.RELU);
        assertFalse(facts(path, untrained(spec)).text().contains("more columns"), "forty");
        RowSpec wide = RowSpec.of(42, 0, 1).withConditioner(List.of(2), Activation.RELU);
        String text = facts(path, untrained(wide)).text();
        assertTrue(text.contains("\n  … and 2 more columns (--json has all)\n"), text);
        assertTrue(text.contains("\n  c39 ") && !text.contains("\n  c40 "), text);
    }

    @Test
    void givenColumnsAndNamesWithoutASchemaAreSaid() throws IOException {
        List<String> lines = facts(Path.of("m"), untrained(RowSpec.of(2, 0, 1).withGiven(1)))
                .text()
                .lines()
                .toList();
        assertTrue(line(lines, "c2").endsWith("given"), lines::toString);
        assertFalse(line(lines, "c1").contains("given"), lines::toString);
        assertTrue(lines.stream().noneMatch(l -> l.startsWith("  columns ")), lines::toString);
        String names = facts(null, untrained(RowSpec.of(2, 0, 1))).text();
        assertTrue(names.contains("\n  columns     c0, c1\n"), names);
        String none = facts(null, new ModelFile(Models.of(RowSpec.of(2, 0, 1), 1), List.of(), Map.of()))
                .text();
        assertFalse(none.contains("  columns "), none);
    }
}
