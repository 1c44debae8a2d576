package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of unusual shapes: wide, large, of one column, or without a clear header. */
final class TableShapesTest {
    @TempDir
    static Path dir;

    @Test
    void aWideTableIsShownInShort() throws IOException {
        StringBuilder text = new StringBuilder("a,b");
        text.append(IntStream.range(0, 40).mapToObj(j -> ",c" + j).collect(Collectors.joining()))
                .append('\n');
        Trees.ROWS.forEach(r -> text.append(r[2])
                .append(',')
                .append(r[3])
                .append(",0".repeat(40))
                .append('\n'));
        Path in = Files.writeString(dir.resolve("wide.csv"), text);
        String said = Trees.trainOne(in, dir.resolve("wide.safetensors")).ok().err();
        assertTrue(said.contains("… and 18 more columns: vflow schema " + in + " shows all"), said);
        assertTrue(said.contains("note: each of 40 columns (c0, c1, c2, c3, …) is \"0\" in all rows"), said);
        String all = Run.vflow("schema", in).ok().out();
        assertTrue(all.contains("note: column 42 (c39) is \"0\" in all rows"), all);
    }

    @Test
    void thousandsOfColumnsAreRefusedAtOnce() throws IOException {
        int columns = 1_001;
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("c1");
        IntStream.rangeClosed(2, columns).forEach(j -> text.append(",c").append(j));
        for (int i = 0; i < 20; i++) {
            text.append('\n').append(random.nextDouble());
            IntStream.rangeClosed(2, columns).forEach(_ -> text.append(',').append(random.nextFloat()));
        }
        Path in = Files.writeString(dir.resolve("thousands.csv"), text.append('\n'));
        String refused = Trees.train(in, dir.resolve("thousands.safetensors")).failure(1);
        assertTrue(
                refused.contains(
                        "at most 1,000 columns can train but the table has 1,001, and each step of a flow mixes all with"
                                + " all; name the columns that matter with --columns, or leave others out with --drop"),
                refused);
    }

    @Test
    void aHeaderOfNumbersIsAskedAbout() throws IOException {
        StringBuilder text = new StringBuilder("2019,2020,2021\n");
        Trees.ROWS.forEach(r -> text.append(r[2])
                .append(',')
                .append(r[3])
                .append(".5,")
                .append(r[2].length() + r[3].length())
                .append('\n'));
        Path in = Files.writeString(dir.resolve("years.csv"), text);
        String refused = Trees.train(in, dir.resolve("y.safetensors")).failure(1);
        assertTrue(refused.contains("that look like names of columns but are read as a row"), refused);
        assertTrue(refused.contains("--header change how it is read"), refused);
        String named = Run.vflow("schema", in, "--header").ok().out();
        assertTrue(named.contains("120 rows") && named.contains("2020"), named);
        String both = Run.vflow("schema", in, "--header", "--no-header").failure(2);
        assertTrue(both.contains("give --header or --no-header, not both"), both);
    }

    @Test
    void oneColumnIsDrawnAsAHistogram() throws IOException {
        Path one = Files.writeString(dir.resolve("one.csv"), "a\n1.5\n2\n4.25\n3\n2.5\n0\n,\n".replace(",\n", "NA\n"));
        Path out = dir.resolve("one.safetensors");
        Run run = Trees.trainOne(one, out, "--validation", "0").ok();
        assertTrue(
                run.err()
                        .contains(
                                "6 rows of 1 column, 0 of them for validation; 1 row without a known cell left out; fewer than 100"
                                        + " rows: no alarms"),
                run.err());
        Path csv = dir.resolve("one-drawn.csv");
        Run.vflow("sample", out, "-n", 300, "--out", csv).ok();
        assertEquals(301, Files.readAllLines(csv).size());
        assertTrue(
                Run.vflow("impute", out, one, "--missing", "NA").ok().err().contains("7 rows, 1 missing cell filled"));
    }

    @Test
    void aLargeTableIsJudgedByTenThousandRows() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 101_000; i++) {
            text.append(i * 0.37 % 7.1).append('\n');
        }
        Path file = dir.resolve("large.csv");
        Files.writeString(file, text);
        Path out = dir.resolve("p.json");
        Run.vflow("plan", file, "--calibration", 0, "--out", out).ok();
        assertEquals(
                new TablePlan.Parts(91_000, 10_000, 0),
                TablePlan.ofJson(Files.readString(out)).parts());
    }
}
