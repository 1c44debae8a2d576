package io.github.vflow.cli;

import static io.github.vflow.cli.GoldenFiles.model;
import static io.github.vflow.cli.GoldenFiles.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filled cells, samples and pages of models of a release, by the command, are those of the library. */
final class GoldenTablesTest {
    private static final int SOME_ROWS = 3;

    /** Half of the last decimal of the tables that trained the models. */
    private static final double DECIMAL = 5.001e-5;

    @TempDir
    Path dir;

    /** The cells under the header. */
    private static List<String[]> cells(String csv) {
        return csv.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static double[] numbers(String... cells) {
        double[] numbers = new double[cells.length];
        for (int j = 0; j < cells.length; j++) {
            numbers[j] = cells[j].isEmpty() ? Double.NaN : Double.parseDouble(cells[j]);
        }
        return numbers;
    }

    private static int gaps(double[] row) {
        return (int) Arrays.stream(row).filter(Double::isNaN).count();
    }

    @Test
    void eachRowIsFilledByASeedOfItsOwn() throws IOException {
        TableModel library = TableModel.load(model("gaps"));
        Table table = Table.read(rows("gaps"), library.schema());
        Path out = dir.resolve("full.csv");
        JsonNode json = Run.vflow(
                        "impute", model("gaps"), rows("gaps"), "--samples", 60, "--seed", 5, "--out", out, "--json")
                .ok()
                .json();
        List<String[]> filled = cells(Files.readString(out));
        int missing = 0;
        for (int i = 0; i < table.size(); i++) {
            double[] row = table.rows().copyRow(i);
            missing += gaps(row);
            assertArrayEquals(library.fill(row, 60, 5 + i), numbers(filled.get(i)), DECIMAL, "row " + i);
        }
        assertTrue(missing > 3, "gaps");
        assertEquals(missing, json.path("cells").intValue());
        assertEquals(24, json.path("rows").intValue());
        assertEquals(0, json.path("unknown").intValue());
        assertTrue(json.path("draws").isNull(), json.toString());
    }

    @Test
    void drawsAreCopiesOfEachRow() throws IOException {
        List<String> lines = Files.readAllLines(rows("gaps"));
        Path some = Files.write(dir.resolve("some.csv"), lines.subList(0, 3));
        TableModel library = TableModel.load(model("gaps"));
        double[] gap = numbers(lines.get(1).split(",", -1));
        Run run = Run.vflow("impute", model("gaps"), some, "--draws", 3, "--samples", 5)
                .ok();
        List<String[]> copies = cells(run.out());
        assertTrue(run.out().startsWith("a,b,c,draw\n"), run.out());
        assertEquals(6, copies.size());
        double[][] drawn = library.impute(gap, 12, 1).draws(3, 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(Integer.toString(i + 1), copies.get(i)[3]);
            assertEquals(library.drawn(drawn[i])[0], Double.parseDouble(copies.get(i)[0]), DECIMAL);
            assertEquals(lines.get(2) + "," + (i + 1), String.join(",", copies.get(3 + i)));
        }
        assertTrue(run.err().contains("2 rows, 1 missing cell filled, 3 draws of each row\n"), run.err());
        Run one = Run.vflow("impute", model("gaps"), some, "--samples", 60).ok();
        assertTrue(one.err().endsWith("2 rows, 1 missing cell filled\n"), one.err());
    }

    @Test
    void cellsThatAreNotKnownStayMissing() throws IOException {
        Path far = Files.writeString(dir.resolve("far.csv"), "a,b,c\n,1e30,0.1\n0.1,0.2,0.3\n,?,0.2\n");
        Run run = Run.vflow("impute", model("gaps"), far, "--samples", 20);
        assertEquals(SOME_ROWS, run.code(), run.err());
        assertTrue(run.out().startsWith("a,b,c\n,1e30,0.1\n0.1,0.2,0.3\n"), run.out());
        assertTrue(run.err().contains("row 1: a not known"), run.err());
        assertTrue(run.err().contains(" missing cell filled, 1 not known\n"), run.err());
        assertTrue(run.err().contains("1 cell not empty and not filled, first \"?\" at line 4"), run.err());
        Run draws = Run.vflow("impute", model("gaps"), far, "--samples", 20, "--draws", 2);
        assertTrue(draws.out().startsWith("a,b,c,draw\n,1e30,0.1,1\n,1e30,0.1,2\n"), draws.out());
        assertTrue(draws.err().contains("not known, 2 draws of each row\n"), draws.err());
        Files.writeString(far, "a,b,c\n0.1,0.2,0.3\n,?,0.2\n");
        Run text = Run.vflow("impute", model("gaps"), far, "--samples", 60);
        assertEquals(SOME_ROWS, text.code(), text.err());
        Run fault = Run.vflow(
                "impute", model("gaps"), Files.writeString(far, "a,b,c\n0.1,0.2,0.3\n1,2,3,4\n"), "--samples", 60);
        assertEquals(SOME_ROWS, fault.code(), fault.err());
        assertTrue(fault.err().contains("1 of 2 rows not filled"), fault.err());
        assertTrue(Run.vflow("impute", model("given"), rows("given"))
                .failure(1)
                .endsWith("the model knows no missing cells; train one of all columns, without --given"));
        assertTrue(Run.vflow("impute", model("flow"), rows("flow"))
                .failure(1)
                .endsWith("the model knows no missing cells; train it again, on two columns or more"));
    }

    private static double[][] table(String csv) {
        return cells(csv).stream().map(GoldenTablesTest::numbers).toArray(double[][]::new);
    }

    @Test
    void samplesAreDrawnByTheSampler() throws IOException {
        TableModel library = TableModel.load(model("flow"));
        Rows drawn;
        try (var sampler = library.sampler(Engines.vector(1))) {
            drawn = sampler.draw(5, 0.7, 9);
        }
        Run run = Run.vflow("sample", model("flow"), "-n", 5, "--seed", 9, "--temperature", 0.7, "--threads", 1)
                .ok();
        assertEquals("", run.err(), "the table is on standard output and nothing else was asked for");
        double[][] table = table(run.out());
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(library.drawn(drawn.copyRow(i)), table[i], DECIMAL);
        }
        assertEquals("a,b,c", run.out().lines().findFirst().orElseThrow());
        Path out = dir.resolve("s.csv");
        JsonNode json = Run.vflow("sample", model("flow"), "-n", 5, "--out", out, "--json")
                .ok()
                .json();
        assertEquals(5, json.path("rows").intValue());
        assertEquals(1, json.path("temperature").doubleValue());
        assertEquals(1, json.path("seed").intValue());
        assertEquals(5, cells(Files.readString(out)).size());
        assertTrue(Run.vflow("sample", model("flow"), "--plot", dir.resolve("s.png"))
                .failure(2)
                .contains("--plot is for images; the page of vflow report draws columns of a table"));
        String written =
                Run.vflow("sample", model("flow"), "-n", 5, "--out", out).ok().out();
        assertEquals("wrote " + out + "\n", written);
    }

    @Test
    void samplesOfGivenColumnsAreThoseOfTheLibrary() throws IOException {
        TableModel conditional = TableModel.load(model("given"));
        double[][] expected = conditional.sample(3, Map.of("c", 1.5), 4);
        String drawn = Run.vflow("sample", model("given"), "-n", 3, "--seed", 4, "--given", "c=1.5")
                .ok()
                .out();
        for (int i = 0; i < 3; i++) {
            double[] row = table(drawn)[i];
            assertEquals(1.5, row[2]);
            assertEquals(expected[i][0], row[0], DECIMAL);
        }
        TableModel joint = TableModel.load(model("gaps"));
        double[][] some = joint.sample(2, Map.of("b", 0.25), 6);
        String given = Run.vflow("sample", model("gaps"), "-n", 2, "--seed", 6, "--given", "b=0.25")
                .ok()
                .out();
        assertEquals(some[1][2], table(given)[1][2], DECIMAL);
        assertTrue(Run.vflow("sample", model("gaps"), "--given", "b=1", "--temperature", 0.5)
                .failure(2)
                .contains("--given and --temperature do not go together; leave one out"));
        assertTrue(Run.vflow("sample", model("flow"), "--given", "b=1")
                .failure(1)
                .contains("the model cannot be asked for rows given some columns; train it again"));
        assertTrue(Run.vflow("sample", model("typed"), "-n", 2, "--given", "net=999")
                .ok()
                .err()
                .contains("--given net=999.0 is outside of the training rows"));
    }

    @Test
    void gapsOfSamplesAreThoseOfTheTraining() throws IOException {
        String all = Run.vflow("sample", model("gaps"), "-n", 400).ok().out();
        assertFalse(all.contains(",,") || all.contains("\n,") || all.contains(",\n"), all);
        String gaps =
                Run.vflow("sample", model("gaps"), "-n", 400, "--gaps").ok().out();
        double[][] rows = table(gaps);
        long empty = Arrays.stream(rows).filter(row -> Double.isNaN(row[1])).count();
        assertEquals(400 / 8.0, (double) empty, 25, "an eighth of the cells");
        String given = Run.vflow("sample", model("gaps"), "-n", 100, "--gaps", "--given", "b=0.25")
                .ok()
                .out();
        for (double[] row : table(given)) {
            assertEquals(0.25, row[1]);
        }
        assertTrue(given.contains("\n,"), given);
        Path old = dir.resolve("old.safetensors");
        new ModelFile(Models.of(RowSpec.of(2, 0, 1), 1), List.of("x1", "x2"), Map.of()).save(old);
        assertTrue(Run.vflow("sample", old, "--gaps")
                .failure(1)
                .endsWith("the model does not know the gaps of its training rows; leave out --gaps"));
    }

    @Test
    void wrongQuestionsForSamplesAreRefused() throws IOException {
        assertTrue(Run.vflow("sample", "m", "--temperature", 0)
                .failure(2)
                .contains("--temperature must be positive but is 0.0"));
        assertTrue(Run.vflow("sample", "m", "--temperature", 1e39)
                .failure(2)
                .contains("--temperature must be at most 3.4e38, the most that float32 has, but is 1.0E39"));
        assertTrue(Run.vflow("sample", model("flow"), "--label", 1)
                .failure(1)
                .endsWith("the model is not class-conditional; leave out --label, or train with --class-conditional"));
        assertTrue(Run.vflow("sample", model("flow"), "--json")
                .failure(2)
                .contains("--json needs --out: standard output cannot hold both"));
        for (Map.Entry<String, String> wrong : Map.of(
                        "--given a=1", "--given is for rows; --label chooses the class of images",
                        "--gaps", "--gaps is for rows of a table",
                        "--out x.csv", "--out is for rows; images are drawn to --plot FILE.png")
                .entrySet()) {
            List<Object> words = new ArrayList<>(List.of("sample", model("images")));
            words.addAll(List.of((Object[]) wrong.getKey().split(" ", -1)));
            String said = Run.vflow(words.toArray()).failure(2);
            assertTrue(said.contains(wrong.getValue()), said);
        }
        assertTrue(Run.vflow("sample", model("images"), "--label", 0)
                .failure(1)
                .contains("the model is not class-conditional"));
    }

    @Test
    void imagesAreDrawnToAPicture() throws IOException {
        Path plot = dir.resolve("i.png");
        JsonNode json = Run.vflow("sample", model("patches"), "-n", 4, "--seed", 3, "--plot", plot, "--json")
                .ok()
                .json();
        assertEquals(4, json.path("images").intValue());
        assertEquals(3, json.path("seed").intValue());
        assertEquals(1, json.path("temperature").doubleValue());
        byte[] first = Files.readAllBytes(plot);
        String said = Run.vflow("sample", model("patches"), "-n", 4, "--seed", 4, "--plot", plot)
                .ok()
                .out();
        assertEquals("wrote " + plot + ": 4 images\n", said);
        assertFalse(Arrays.equals(first, Files.readAllBytes(plot)), "another seed");
        assertNotEquals(0, ImageIO.read(plot.toFile()).getWidth());
    }
}
