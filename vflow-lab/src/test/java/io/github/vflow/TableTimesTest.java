package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/TableTimes.java} beside commands that answer at once: its figures, a command that fails, and a run that goes on. */
final class TableTimesTest {
    private static final String HEADER =
            "table,vflow,step,rows,columns,processor_s,clock_s,rows_a_second,value,low,high,note";
    private static final int ROWS = 100;
    private static final double TOLERANCE = 1e-4;

    /** Prints two columns; its new rows have ln p of -1 and -3 in turns, and three alarms; in all of its samples the label is a. */
    private static final String STUB = """
            #!/bin/sh
            case $1 in
            train)
                : >"$4" ;;
            schema)
                echo 'column  kind      values  distinct  missing  use'
                echo 'label   category  a, b           2           probability of the category, one of 2'
                echo 'k       whole     0 … 4          5           probability of the whole number' ;;
            score)
                for out; do :; done
                awk 'NR == 1 {print $0 ",log_prob,alarm"}
                     NR > 1 {print $0 "," (NR % 2 ? -3 : -1) "," (NR < 5 ? "true" : "false")}' "$3" >"$out" ;;
            sample)
                for out; do :; done
                awk 'BEGIN {print "label,k"; for (i = 0; i < 1000; i++) print "a," (i % 10 ? i % 5 : "")}' >"$out" ;;
            esac
            """;

    /** Scores a row by its only number. */
    private static final String PLAIN = """
            #!/bin/sh
            for out; do :; done
            awk 'NR == 1 {print $0 ",p_value"} NR > 1 {print $0 "," $0}' "$3" >"$out"
            """;

    /** Its training takes more than the limit of processor time; the rest ends at once. */
    private static final String BROKEN = """
            #!/bin/sh
            if [ "$1" = train ]; then while :; do :; done; fi
            echo "no, not today" >&2
            exit 1
            """;

    @TempDir
    private Path dir;

    @Test
    void eachStepIsARowAndAFailureIsOneToo() throws IOException, InterruptedException {
        Path vflow = command("stub", STUB);
        Path broken = command("broken", BROKEN);
        Files.writeString(
                dir.resolve("t.csv"),
                "label,k\n"
                        + IntStream.range(0, ROWS)
                                .mapToObj(i -> (i % 3 == 0 ? "a," : "b,") + i % 5)
                                .collect(Collectors.joining("\n")));
        String earlier = "t," + vflow + ",mixture,1,2,3,4,5,6,7,8,there before";
        Files.writeString(dir.resolve("out.csv"), HEADER + "\n" + earlier + "\n");

        String printed = run(vflow + "," + broken);

        List<String> lines = Files.readAllLines(dir.resolve("out.csv"));
        assertEquals(List.of(HEADER, earlier), lines.subList(0, 2));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        lines.stream()
                .skip(1)
                .map(l -> List.of(l.split(",", -1)))
                .forEach(c -> rows.put(c.get(2) + (c.get(1).endsWith("broken") ? " broken" : ""), c));
        assertEquals(14, rows.size(), printed);
        rows.forEach((step, row) -> assertEquals(
                step.endsWith("broken"), row.getLast().startsWith("failed: "), step + ": " + row.getLast()));
        assertEquals("failed: stopped after 1 s", rows.get("train broken").getLast());
        assertEquals("failed: status 1: no; not today", rows.get("score broken").getLast());
        assertEquals(List.of("85", "2"), rows.get("train").subList(3, 5));
        assertTrue(Double.parseDouble(rows.get("score").get(7)) > 1_000, "1,000 rows take no second");

        // eight rows at -1 and seven at -3; three alarms of fifteen, whose interval of Wilson is 0.0705 to 0.4519
        double error = Math.sqrt((8 * Math.pow(-1 + 29 / 15.0, 2) + 7 * Math.pow(-3 + 29 / 15.0, 2)) / 14 / 15);
        assertFigures(rows.get("score"), -29 / 15.0, -29 / 15.0 - error, -29 / 15.0 + error);
        assertFigures(rows.get("alarms"), 0.2, 0.0705, 0.4519);
        assertEquals("1.0000", rows.get("sample").get(8));
        assertEquals("of 2 columns: label", rows.get("sample").getLast());
        double independent = independent();
        assertEquals(
                -29 / 15.0 - independent,
                Double.parseDouble(rows.get("independent").get(8)),
                TOLERANCE);
        assertTrue(rows.get("independent").getLast().contains("15 of 15 rows"), printed);
        assertTrue(printed.lines().anyMatch(l -> l.contains("; 12 of 13 left, about ")), printed);
    }

    /** Seven of ten odd rows score below all others, and three above. */
    @Test
    void labelledRowsDoNotTrainAndTellTheAuroc() throws IOException, InterruptedException {
        Files.writeString(
                dir.resolve("t.csv"),
                "x,odd\n"
                        + IntStream.range(0, ROWS)
                                .mapToObj(i -> i % 10 != 5 ? i + ",0" : (i < 70 ? -1 : ROWS) + ",1")
                                .collect(Collectors.joining("\n")));

        String printed = run(command("plain", PLAIN).toString(), "--steps", "auroc", "--label", "odd");

        List<String> row =
                List.of(Files.readAllLines(dir.resolve("out.csv")).getLast().split(",", -1));
        assertEquals("70.0000", row.get(8), printed);
        assertEquals("10 odd rows", row.getLast());
        assertEquals(List.of("76", "1"), row.subList(3, 5), "rows that train, and columns");
        Path folder = dir.resolve("target").resolve("tables").resolve("t-1500-1");
        List<String> train = Files.readAllLines(folder.resolve("train.csv"));
        assertEquals("x", train.getFirst());
        assertTrue(train.stream().noneMatch(x -> x.equals("-1") || x.equals("" + ROWS)), train.toString());
    }

    /** A tenth of the samples has a gap that no training row has. */
    @Test
    void gapsAreComparedOneByOneAndTogether() throws IOException, InterruptedException {
        Files.writeString(
                dir.resolve("t.csv"),
                "label,k\n"
                        + IntStream.range(0, ROWS).mapToObj(i -> "a," + i % 5).collect(Collectors.joining("\n")));
        String printed = run(command("stub", STUB).toString(), "--steps", "gaps");
        List<String> row =
                List.of(Files.readAllLines(dir.resolve("out.csv")).getLast().split(",", -1));
        assertEquals("of 2 columns: ; gaps together differ by 0.100", row.getLast(), printed);
    }

    @Test
    void warmTrainingsCompile() {
        StringWriter said = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "-d",
                        dir.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sources.root()
                                .resolve("scripts")
                                .resolve("WarmFits.java")
                                .toString());
        assertEquals(0, status, said::toString);
    }

    /** ln p of the new rows by the shares of the training rows, with half a row more for each label, number, and new one. */
    private double independent() throws IOException {
        Path folder = dir.resolve("target").resolve("tables").resolve("t-1500-1");
        List<String> train = Files.readAllLines(folder.resolve("train.csv"));
        List<String> fresh = Files.readAllLines(folder.resolve("new.csv"));
        assertEquals(List.of(86, 16), List.of(train.size(), fresh.size()));
        double sum = 0;
        for (String row : fresh.subList(1, fresh.size())) {
            String[] cells = row.split(",", -1);
            double a = train.stream().filter(l -> l.startsWith(cells[0] + ",")).count();
            double k = train.stream().filter(l -> l.endsWith("," + cells[1])).count();
            sum += Math.log((a + 0.5) / (85 + 1.5)) + Math.log((k + 0.5) / (85 + 3));
        }
        return sum / 15;
    }

    private static void assertFigures(List<String> row, double value, double low, double high) {
        assertEquals(value, Double.parseDouble(row.get(8)), TOLERANCE);
        assertEquals(low, Double.parseDouble(row.get(9)), TOLERANCE);
        assertEquals(high, Double.parseDouble(row.get(10)), TOLERANCE);
    }

    private Path command(String name, String script) throws IOException {
        Path file = dir.resolve(name);
        Files.writeString(file, script);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private String run(String vflows, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Sources.root()
                        .resolve("scripts")
                        .resolve("TableTimes.java")
                        .toAbsolutePath()
                        .toString()));
        words.addAll(List.of("out.csv", vflows, "t.csv", "--limit", "1"));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }
}
