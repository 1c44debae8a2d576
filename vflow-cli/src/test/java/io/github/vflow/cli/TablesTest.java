package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them: text, whole numbers, gaps, constants, names and dates, in every spelling of CSV. */
final class TablesTest {
    @TempDir
    static Path dir;

    private static Path table = Path.of("table");
    private static Path model = Path.of("model");

    private static Path write(String name, List<String[]> rows) throws IOException {
        return Files.writeString(dir.resolve(name), Trees.csv(rows, ","));
    }

    @BeforeAll
    static void train() throws IOException {
        List<String[]> gaps = Trees.copy();
        gaps.get(3)[1] = "";
        gaps.get(5)[2] = "NA";
        gaps.get(8)[3] = "?";
        table = write("trees.csv", gaps);
        model = dir.resolve("trees.safetensors");
        Run run = Trees.train(table, model).ok();
        assertTrue(run.err().contains("column 1 (id) holds text with more than 100 different values"), run.err());
        assertTrue(
                run.err()
                        .contains(
                                "column 5 (date) holds dates such as \"01/05/2024\", whose days and months cannot be told apart"),
                run.err());
        assertTrue(run.err().contains("column 6 (unit) is \"cm\" in all rows"), run.err());
        assertTrue(run.err().contains("trees.csv: 120 rows of 3 columns, 12 of them for validation"), run.err());
        assertTrue(run.err().contains(" parameters for 324 cells: the model can learn the rows by heart"), run.err());
        assertTrue(run.err().contains("training the density of missing cells, 40 steps"), run.err());
        assertTrue(run.out().contains("mixture of 4 models: "), run.out());
        assertTrue(run.out().contains("validation ELBO "), run.out());
    }

    @Test
    void theGuideShowsTheSchemaOfItsTable() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guide", "tables.md"));
        Run run = Run.vflow("schema", Path.of("..", "examples", "trees.csv")).ok();
        String shown = run.out().lines().skip(1).limit(7).collect(Collectors.joining("\n"));
        assertTrue(guide.contains("examples/trees.csv: 1,200 rows\n" + shown + "\n…\n"), shown);
    }

    private static List<List<String>> scored(Run run) {
        return run.out().lines().map(l -> List.of(l.split(",", -1))).toList();
    }

    @Test
    void theSchemaIsShown() {
        String text = Run.vflow("schema", table).ok().out();
        assertTrue(text.contains("trees.csv: 120 rows\n"), text);
        assertTrue(text.contains("kind    category  ash, elm, oak"), text);
        assertTrue(text.contains("count   whole     0 … 4"), text);
        assertTrue(
                text.contains("note: column 2 (kind) has missing cells in 1 of 120 rows, first \"\" at line 5"), text);
        String changed = Run.vflow("schema", table, "--drop", "kind,size", "--column", "count=category")
                .ok()
                .out();
        assertTrue(changed.contains("kind    ignored"), changed);
        assertTrue(changed.contains("count   category  0, 1, 2, 3, … (5)"), changed);
        String kept = Run.vflow("schema", table, "--columns", "size,count").ok().out();
        assertTrue(kept.contains("kind    ignored") && kept.contains("size    real"), kept);
        JsonNode json = Run.vflow("schema", table, "--json").ok().json();
        assertEquals(120, json.path("rows").intValue());
        assertEquals(0, json.path("problems").intValue());
        assertEquals(6, json.path("schema").items().count());
        String unknown = Run.vflow("schema", table, "--drop", "age").failure(1);
        assertTrue(unknown.contains("there are no columns [age]; there are [id, kind"), unknown);
        String kind = Run.vflow("schema", table, "--column", "size=big").failure(2);
        assertTrue(
                kind.contains("--column must be NAME=KIND with KIND real, integer, category, ignore, heavy, bounded"),
                kind);
        String circle = Run.vflow("schema", table, "--column", "size=circular:0..24")
                .ok()
                .out();
        assertTrue(circle.contains("size    circular") && circle.contains("density on a circle"), circle);
        assertTrue(Run.vflow("schema", table, "--column", "size=bounded:9..2")
                .failure(2)
                .contains("but is \"size=bounded:9..2\""));
        String bounded = Run.vflow("schema", table, "--column", "size=bounded:-5..20", "--column", "count=heavy")
                .ok()
                .out();
        assertTrue(bounded.contains("size    bounded") && bounded.contains("density, by a logit"), bounded);
        assertTrue(bounded.contains("count   heavy-tailed"), bounded);
        String border = Run.vflow("schema", table, "--column", "count=bounded:0..4")
                .ok()
                .out();
        assertTrue(
                border.contains(
                        "note: column 4 (count) has numbers that are not between 0.0 and 4.0, taken as missing, in "),
                border);
        assertTrue(Run.vflow("schema", dir.resolve("none.csv")).failure(1).contains("there is no such file"));
    }

    @Test
    void cellsPassThroughAsTextAndGapsAreIntegratedOut() throws IOException {
        TableModel loaded = TableModel.load(model);
        List<String[]> rows = Trees.copy();
        rows.get(0)[0] = "1704070800000";
        rows.get(1)[0] = "name, with comma";
        rows.get(2)[2] = "";
        rows.get(3)[1] = "baobab";
        Path in = Files.writeString(
                dir.resolve("in.csv"), Trees.csv(rows, ",").replace("name, with comma", "\"name, with comma\""));
        Run run = Run.vflow("score", model, in).ok();
        List<String> lines = run.out().lines().toList();
        assertEquals("id,kind,size,count,date,unit,log_prob", lines.getFirst());
        assertTrue(
                lines.get(1).startsWith("1704070800000," + rows.get(0)[1] + "," + rows.get(0)[2] + ","), lines.get(1));
        assertTrue(lines.get(2).startsWith("\"name, with comma\","), lines.get(2));
        double gap = loaded.logProb(loaded.schema().encode(row(rows.get(2), null)));
        assertEquals(String.valueOf(gap), lines.get(3).substring(lines.get(3).lastIndexOf(',') + 1));
        assertTrue(
                run.err()
                        .contains(
                                "column 2 (kind) has labels that the model does not know, taken as missing, in 1 of 120"),
                run.err());
        assertTrue(run.err().contains("120 rows, mean log_prob −"), run.err());
    }

    private static Map<String, Object> row(String[] cells, @Nullable Double size) {
        Map<String, Object> row = new HashMap<>();
        row.put("kind", cells[1]);
        row.put("size", size);
        row.put("count", Double.valueOf(cells[3]));
        return row;
    }

    @Test
    void rowsThatCannotBeScoredHaveAnEmptyCellAndAnExitCode() throws IOException {
        List<String[]> rows = Trees.copy();
        rows.get(4)[2] = "large";
        rows.get(6)[5] = "inch";
        rows.get(9)[3] = "many";
        // a row that ends early has missing cells, and a score
        rows.set(11, new String[] {"short", "oak"});
        Path in = write("faults.csv", rows);
        Run lenient = Run.vflow("score", model, in).ok();
        assertTrue(scored(lenient).stream().noneMatch(row -> row.getLast().isEmpty()), "text counts as missing");
        assertTrue(
                lenient.err()
                        .contains(
                                "column 3 (size) holds text, taken as missing, in 1 of 120 rows, first \"large\" at line 6"),
                lenient.err());
        Run run = Run.vflow("score", model, in, "--strict");
        assertEquals(3, run.code(), run.err());
        List<List<String>> cells = scored(run);
        assertEquals(121, cells.size());
        for (int i = 1; i < cells.size(); i++) {
            boolean fault = i == 5 || i == 10;
            assertEquals(fault, cells.get(i).getLast().isEmpty(), "line " + (i + 1));
            assertEquals(7, cells.get(i).size(), "line " + (i + 1));
        }
        assertTrue(
                run.err().contains("column 3 (size) holds text in 1 of 120 rows, first \"large\" at line 6"),
                run.err());
        assertTrue(run.err().contains("column 6 (unit) is not cm as in all training rows in 1 of 120 rows"), run.err());
        assertTrue(run.err().contains("2 of 120 rows not scored"), run.err());
        Path out = dir.resolve("faults-out.csv");
        Run again = Run.vflow("score", model, in, "--out", out, "--json", "--strict");
        assertEquals(3, again.code());
        assertEquals(118, again.json().path("scored").intValue());
        assertEquals(run.out(), Files.readString(out));
        Run evaluated = Run.vflow("evaluate", model, in, "--json", "--strict");
        assertEquals(3, evaluated.code());
        assertEquals(118, evaluated.json().path("rows").intValue());
        assertTrue(evaluated.err().contains("2 of 120 rows not evaluated"), evaluated.err());
    }

    @Test
    void oneRowHasNoErrorOfItsMean() throws IOException {
        Path in = write("single.csv", Trees.copy().subList(0, 1));
        Run run = Run.vflow("score", model, in).ok();
        assertTrue(run.err().contains("1 row, mean log_prob −") && !run.err().contains("NaN"), run.err());
        String text = Run.vflow("evaluate", model, in).ok().out();
        assertTrue(text.startsWith("1 row of ") && !text.contains("NaN"), text);
    }

    /** A table is damaged in its first block of rows, before a file is written, or in its second. */
    @ParameterizedTest
    @ValueSource(ints = {1, 35})
    void aDamagedTableIsSaidToBeThat(int copies) throws IOException {
        var rows = Collections.nCopies(copies, Trees.copy()).stream()
                .flatMap(List::stream)
                .toList();
        Path in = Files.writeString(dir.resolve("quotes.csv"), Trees.csv(rows, ",") + "\"a,oak,1,2,3,cm\n");
        Path out = dir.resolve("never.csv");
        String message = Run.vflow("score", model, in, "--out", out).failure(1);
        assertTrue(message.startsWith("vflow: " + in + ": ") && message.contains("repair the quotes"), message);
        assertFalse(Files.exists(out));
    }

    @Test
    void samplesAreOfTheKindOfTheData() throws IOException {
        List<List<String>> drawn = scored(Run.vflow("sample", model, "-n", 200).ok());
        assertEquals(List.of("kind", "size", "count", "unit"), drawn.getFirst());
        for (List<String> row : drawn.subList(1, 201)) {
            assertTrue(List.of("oak", "ash", "elm").contains(row.get(0)), row.toString());
            assertTrue(row.get(2).matches("-?\\d+"), row.toString());
            assertEquals("cm", row.get(3));
        }
        List<List<String>> gaps = scored(Run.vflow("sample", model, "-n", 4_000, "--gaps", "--given", "kind=elm")
                .ok());
        // one of 120 training rows lacks its size; a given cell is never empty
        long empty = gaps.stream().filter(row -> row.get(1).isEmpty()).count();
        assertTrue(empty > 10 && empty < 70, empty + " of 4,000");
        assertTrue(gaps.stream().noneMatch(row -> row.get(0).isEmpty()));
        assertTrue(drawn.stream().flatMap(List::stream).noneMatch(String::isEmpty), "none without --gaps");
        List<List<String>> given = scored(Run.vflow("sample", model, "-n", 20, "--given", "kind=elm,count=2")
                .ok());
        for (List<String> row : given.subList(1, 21)) {
            assertEquals("elm", row.get(0));
            assertEquals("2", row.get(2));
        }
        assertTrue(Run.vflow("sample", model, "--given", "kind=yew")
                .failure(1)
                .contains("expected one of [ash, elm, oak] but got \"yew\""));
        assertTrue(
                Run.vflow("sample", model, "--given", "size=x").failure(1).contains("expected a number but got \"x\""));
        assertTrue(
                Run.vflow("sample", model, "--given", "age=1").failure(1).contains("the model has no column \"age\""));
        assertTrue(Run.vflow("sample", model, "--given", "count=1.5")
                .failure(1)
                .endsWith("--given count: expected a whole number but got \"1.5\""));
        assertTrue(Run.vflow("sample", model, "--given", "count=1,count=2")
                .failure(2)
                .contains("--given has two values for count; leave one out"));
        assertTrue(Run.vflow("sample", model, "--given", "kind").failure(2).contains("--given must be NAME=VALUE"));
    }

    @Test
    void missingCellsAreFilledAndOthersStay() throws IOException {
        Path out = dir.resolve("filled.csv");
        Run kept = Run.vflow("impute", model, table, "--out", out, "--samples", 200);
        assertEquals(3, kept.code(), kept.err());
        assertTrue(kept.out().contains("120 rows, 1 missing cell filled"), kept.out());
        assertTrue(
                kept.err()
                        .contains(
                                "2 cells not empty and not filled, first \"NA\" at line 7; --missing NA fills those with this text"),
                kept.err());
        assertEquals(
                Files.readAllLines(table).get(6), Files.readAllLines(out).get(6), "a text stays unless it is named");
        Run run = Run.vflow("impute", model, table, "--out", out, "--samples", 200, "--missing", "NA,?")
                .ok();
        assertTrue(run.out().contains("120 rows, 3 missing cells filled"), run.out());
        List<String> before = Files.readAllLines(table);
        List<String> after = Files.readAllLines(out);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            if (i != 4 && i != 6 && i != 9) {
                assertEquals(before.get(i), after.get(i));
            }
        }
        assertTrue(List.of("oak", "ash", "elm").contains(after.get(4).split(",", -1)[1]), after.get(4));
        assertTrue(Double.isFinite(Double.parseDouble(after.get(6).split(",", -1)[2])), after.get(6));
        assertTrue(after.get(9).split(",", -1)[3].matches("\\d"), after.get(9));
        List<List<String>> draws =
                scored(Run.vflow("impute", model, table, "--draws", 3, "--samples", 100, "--missing", "NA,?")
                        .ok());
        assertEquals(1 + 3 * 120, draws.size());
        assertEquals("draw", draws.getFirst().getLast());
        assertEquals(
                List.of("1", "2", "3"),
                draws.subList(1, 4).stream().map(List::getLast).toList());
    }

    /** Threads fill rows side by side if many have gaps; each has its place, and the values of its own seed. */
    @Test
    void rowsThatAreFilledSideBySideKeepTheirPlaces() throws IOException {
        Path file = dir.resolve("beside.safetensors");
        Trees.trainOne(table, file).ok();
        TableModel filling = TableModel.load(file);
        int size = filling.columns().indexOf("size");
        List<String[]> gaps = Trees.copy().stream().limit(100).toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < gaps.size(); i++) {
            String[] cells = gaps.get(i);
            cells[2] = i % 10 == 9 ? cells[2] : "";
            Map<String, Object> row = new HashMap<>();
            row.put("kind", cells[1]);
            row.put("size", cells[2].isEmpty() ? null : Double.valueOf(cells[2]));
            row.put("count", cells[3].isEmpty() ? null : Double.valueOf(cells[3]));
            row.put("unit", "cm");
            double filled = filling.fill(filling.row(row), 100, 7 + i)[size];
            expected.add(
                    cells[2].isEmpty() ? filling.schema().text(filling.schema().column("size"), filled) : cells[2]);
        }
        List<List<String>> rows =
                scored(Run.vflow("impute", file, write("gaps.csv", gaps), "--samples", 100, "--seed", 7)
                        .ok());
        assertEquals(expected, rows.stream().skip(1).map(row -> row.get(2)).toList());
    }

    /** A real column is filled with a mean, heavy tails and whole numbers with a median, a category with the most probable label. */
    @Test
    void eachKindIsFilledWithItsOwnValue() throws IOException {
        for (String kind : List.of("real", "heavy")) {
            Path file = dir.resolve(kind + ".safetensors");
            Trees.trainOne(table, file, "--column", "size=" + kind).ok();
            List<String[]> gaps = new ArrayList<>(Trees.copy().subList(0, 3));
            for (int i = 0; i < 3; i++) {
                gaps.get(i)[1 + i] = "";
            }
            List<List<String>> filled =
                    scored(Run.vflow("impute", file, write("gaps.csv", gaps), "--samples", 200, "--seed", 5)
                            .ok());
            TableModel filling = TableModel.load(file);
            for (int i = 0; i < 3; i++) {
                String name = List.of("kind", "size", "count").get(i);
                Map<String, Object> cells = new HashMap<>();
                cells.put("kind", gaps.get(i)[1].isEmpty() ? null : gaps.get(i)[1]);
                cells.put("size", gaps.get(i)[2].isEmpty() ? null : Double.valueOf(gaps.get(i)[2]));
                cells.put("count", gaps.get(i)[3].isEmpty() ? null : Double.valueOf(gaps.get(i)[3]));
                cells.put("unit", "cm");
                int j = filling.columns().indexOf(name);
                Imputation draws = filling.impute(filling.row(cells), 200, 5 + i);
                double expected = i == 0
                        ? draws.mode(j)
                        : i == 1 && kind.equals("real") ? draws.mean()[j] : draws.quantile(0.5)[j];
                assertEquals(
                        filling.schema().text(filling.schema().column(name), expected),
                        filled.get(1 + i).get(1 + i),
                        name + ", " + kind);
                assertEquals(expected, filling.fill(filling.row(cells), 200, 5 + i)[j], name + ", " + kind);
            }
        }
    }

    @Test
    void aCellThatIsNotKnownStaysMissing() throws IOException {
        List<String[]> rows = new ArrayList<>(Trees.copy().subList(0, 3));
        rows.get(0)[2] = "1e30";
        rows.get(0)[1] = "";
        rows.get(1)[1] = "";
        Path in = write("far.csv", rows);
        Path out = dir.resolve("far-filled.csv");
        Run run = Run.vflow("impute", model, in, "--out", out);
        assertEquals(3, run.code(), run.err());
        assertTrue(run.err().contains("far.csv: row 1: kind not known"), run.err());
        assertTrue(run.err().contains("1 cell not known and left missing"), run.err());
        assertTrue(run.out().contains("3 rows, 1 missing cell filled, 1 not known"), run.out());
        List<String> after = Files.readAllLines(out);
        assertEquals("", after.get(1).split(",", -1)[1], after.get(1));
        assertTrue(List.of("oak", "ash", "elm").contains(after.get(2).split(",", -1)[1]), after.get(2));
    }

    @Test
    void missingCellsOfTheTrainingTableAreThoseOfAllTables() throws IOException {
        List<String[]> rows = Trees.copy();
        rows.get(5)[2] = "-99";
        Path in = write("coded.csv", rows);
        Path out = dir.resolve("coded.safetensors");
        Trees.trainOne(in, out, "--missing", "-99,NA", "--drop", "unit").ok();
        Run run = Run.vflow("score", out, in).ok();
        assertTrue(
                run.err().contains("column 3 (size) has missing cells in 1 of 120 rows, first \"-99\" at line 7"),
                run.err());
    }

    @Test
    void aConditionalModelIsTrainedScoredAndSampled() throws IOException {
        Path in = write("given.csv", Trees.copy());
        Path out = dir.resolve("given.safetensors");
        Trees.trainOne(in, out, "--given", "count").ok();
        List<List<String>> cells = scored(Run.vflow("score", out, in).ok());
        assertFalse(cells.get(1).getLast().isEmpty());
        List<List<String>> drawn =
                scored(Run.vflow("sample", out, "-n", 3, "--given", "count=2").ok());
        assertEquals(List.of("kind", "size", "count", "unit"), drawn.getFirst());
        assertEquals("2", drawn.get(1).get(2));
        List<String[]> gaps = Trees.copy();
        gaps.get(2)[2] = "";
        Path holes = write("given-gaps.csv", gaps);
        Run run = Run.vflow("score", out, holes);
        assertEquals(3, run.code());
        assertTrue(
                run.err()
                        .contains(
                                "has missing cells that the model cannot integrate out in 1 of 120 rows, first \"size\" at line 4"),
                run.err());
        assertTrue(Trees.train(holes, out, "--given", "count")
                .failure(1)
                .contains("cells are missing in the columns [size]"));
        assertTrue(Trees.train(in, out, "--given", "kind")
                .failure(1)
                .contains("the given column \"kind\" must have numbers but has categories"));
        assertTrue(Trees.train(in, out, "--given", "age")
                .failure(1)
                .contains("the given columns must be some, but not all, of "));
        assertTrue(Run.vflow("impute", out, in).failure(1).contains("train one of all columns, without --given"));
    }

    /** Values are given by name, so the order of the words says nothing. */
    @Test
    void givenValuesHaveNoOrder() throws IOException {
        Path in = Tables.write(dir.resolve("two-given.csv"), 120, 2);
        Path out = dir.resolve("two-given.safetensors");
        new SmallTraining(dir)
                .train(in, "--given", "temp,press", "--augment", 0, "--out", out)
                .ok();
        List<String> drawn = new ArrayList<>();
        for (String words : List.of("temp=21,press=1040", "press=1040,temp=21")) {
            drawn.add(Run.vflow("sample", out, "-n", 3, "--given", words).ok().out());
        }
        assertEquals(drawn.getFirst(), drawn.getLast());
        assertFalse(drawn.getFirst()
                .equals(Run.vflow("sample", out, "-n", 3, "--given", "temp=20,press=1040")
                        .ok()
                        .out()));
    }

    /** Cells out of the bounds are missing in training, when it goes on, and in a score. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aTypedTrainingIsResumed() throws IOException {
        Path checkpoint = dir.resolve("typed-checkpoint.safetensors");
        Path first = dir.resolve("first.safetensors");
        List<String[]> rows = Trees.copy();
        rows.get(3)[1] = "";
        rows.get(7)[2] = "150";
        rows.get(8)[2] = "12.5";
        Path in = write("out-of-bounds.csv", rows);
        String said =
                "column 3 (size) has numbers that are not between 0.0 and 12.5, taken as missing, in 2 of 120 rows";
        Run run = Trees.trainOne(
                        in, first, "--checkpoint", checkpoint, "--drop", "count", "--column", "size=bounded:0..12.5")
                .ok();
        assertTrue(run.err().contains(said), run.err());
        Path again = dir.resolve("again.safetensors");
        Run.vflow("train", in, "--checkpoint", checkpoint, "--resume", "--out", again, "--threads", 1)
                .ok();
        assertEquals(Files.mismatch(first, again), -1L);
        Run scored = Run.vflow("score", first, in).ok();
        assertTrue(scored.err().contains(said), scored.err());
        for (int i : new int[] {7, 8}) {
            List<String> row = scored(scored).get(1 + i);
            assertTrue(Double.isFinite(Double.parseDouble(row.getLast())), row::toString);
        }
        List<String[]> other = Trees.copy();
        other.get(0)[1] = "elm".equals(other.get(0)[1]) ? "oak" : "elm";
        Path changed = write("changed.csv", other);
        assertTrue(Run.vflow("train", changed, "--checkpoint", checkpoint, "--resume")
                .failure(1)
                .contains("was trained on another table"));
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void separatorsAreFound(String separator) throws IOException {
        Path in = Files.writeString(dir.resolve("separated.csv"), Trees.csv(Trees.copy(), separator));
        List<String> lines = Run.vflow("score", model, in).ok().out().lines().toList();
        assertEquals(
                String.join(separator, "id", "kind", "size", "count", "date", "unit", "log_prob"), lines.getFirst());
    }

    @Test
    void decimalCommasGzipLatinAndPandasAreRead() throws IOException {
        String plain =
                Run.vflow("score", model, write("plain.csv", Trees.copy())).ok().out();
        List<String[]> commas = Trees.copy();
        commas.forEach(r -> r[2] = r[2].replace('.', ','));
        Path european = Files.writeString(dir.resolve("european.csv"), Trees.csv(commas, ";"));
        Path packed = dir.resolve("packed.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Trees.csv(Trees.copy(), ",").getBytes(StandardCharsets.UTF_8));
        }
        List<String[]> indexed = Trees.copy();
        for (int i = 0; i < indexed.size(); i++) {
            indexed.get(i)[0] = Integer.toString(i);
        }
        Path pandas = Files.writeString(
                dir.resolve("pandas.csv"), Trees.csv(indexed, ",").replaceFirst("id,", ","));
        assertEquals(
                last(plain, ","), last(Run.vflow("score", model, european).ok().out(), ";"));
        assertEquals(plain, Run.vflow("score", model, packed).ok().out());
        assertEquals(
                last(plain, ","), last(Run.vflow("score", model, pandas).ok().out(), ","));
        String schema = Run.vflow("schema", pandas).ok().out();
        assertTrue(schema.contains("note: column 1 (x1) counts the rows, so it is ignored"), schema);
        Path latin = Files.write(
                dir.resolve("latin.csv"), "Größe,b\n1.5,2\n2.5,1\n3,4.5\n".getBytes(Charset.forName("ISO-8859-1")));
        String text = Run.vflow("schema", latin).ok().out();
        assertTrue(text.contains("Größe") && text.contains("note: the file is not UTF-8"), text);
    }

    private static List<String> last(String csv, String separator) {
        return csv.lines().map(l -> l.substring(l.lastIndexOf(separator) + 1)).toList();
    }
}
