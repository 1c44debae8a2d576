package io.github.vflow.cli.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables of columns and their findings, and of drift, by numbers that nobody measured. */
final class TableResultsTest {
    private static final Path FILE = Path.of("t.csv");

    private static Table.Reading reading(int columns, List<Finding> findings) {
        List<Schema.Summary> summaries = IntStream.range(0, columns)
                .mapToObj(i -> new Schema.Summary(
                        Column.real("c" + i), "1 to 2", i == 0 ? 1_234 : 0, i == 1 ? 5_678 : 0, false))
                .toList();
        return new Table.Reading("t.csv", Table.of(new double[][] {{1}, {2}}, "c0"), summaries, findings);
    }

    private static Finding note(int position) {
        return Finding.note("has gaps", "look").in(position, "c" + (position - 1));
    }

    private static List<String> said(int columns, List<Finding> findings) throws FileFormatException {
        SpokenConsole said = SpokenConsole.of();
        assertEquals(
                2,
                SchemaResult.require(said.console(), FILE, reading(columns, findings))
                        .size());
        return said.lines();
    }

    @Test
    void aTableHasALineForEachColumn() {
        List<Finding> findings = List.of(
                note(2),
                Finding.problem("has no rows", "give some"),
                Finding.problem("is odd", "").in(1, "c0"),
                note(1));
        SchemaResult result = SchemaResult.of(FILE, reading(2, findings));
        assertEquals(List.of(findings.get(1), findings.get(2), findings.get(0), findings.get(3)), result.findings());
        List<String> lines = result.facts().text().lines().toList();
        assertEquals("t.csv: 2 rows", lines.getFirst());
        assertTrue(lines.get(1).matches("column +kind +values +distinct +missing +use"), lines.get(1));
        assertTrue(lines.get(2).matches("c0 +real +1 to 2 +1,234.*"), lines.get(2));
        assertTrue(lines.get(3).matches("c1 +real +1 to 2 +5,678.*"), lines.get(3));
        assertEquals(
                List.of(
                        "problem: the table has no rows; give some",
                        "problem: column 1 (c0) is odd",
                        "note: column 2 (c1) has gaps; look",
                        "note: column 1 (c0) has gaps; look"),
                lines.subList(4, 8));
        assertTrue(lines.get(8).startsWith("to repair: --column NAME=KIND"), lines.get(8));
        String json = Json.of(result.facts());
        assertTrue(json.startsWith("{\"file\":\"t.csv\",\"rows\":2,\"problems\":2,\"schema\":[{"), json);
        assertTrue(
                json.contains(
                        "{\"name\":\"c1\",\"kind\":\"real\",\"values\":\"1 to 2\",\"distinct\":0,\"missing\":5678,"),
                json);
        assertFalse(SchemaResult.of(FILE, reading(2, List.of())).facts().text().contains("to repair"));
    }

    @Test
    void aWideTableHasItsFirstColumnsBeforeATraining() throws FileFormatException {
        assertEquals(2 + 24, said(24, List.of()).size());
        List<String> lines = said(27, List.of());
        assertEquals(2 + 24 + 1, lines.size());
        assertEquals("… and 3 more columns: vflow schema t.csv shows all", lines.getLast());
        assertEquals(
                2 + 27,
                SchemaResult.of(FILE, reading(27, List.of()))
                        .facts()
                        .text()
                        .lines()
                        .count());
    }

    @Test
    void columnsWithTheSameNoteShareIt() throws FileFormatException {
        List<Finding> findings = new ArrayList<>(
                IntStream.rangeClosed(1, 4).mapToObj(TableResultsTest::note).toList());
        findings.add(Finding.note("begins late", ""));
        assertEquals(
                List.of("note: each of 4 columns (c0, c1, c2, c3) has gaps", "note: the table begins late"),
                said(5, findings).subList(7, 9));
        findings.add(note(5));
        assertEquals(
                "note: each of 5 columns (c0, c1, c2, c3, …) has gaps",
                said(5, findings).get(7));
    }

    @Test
    void manyNotesAreCounted() throws FileFormatException {
        List<Finding> findings = IntStream.rangeClosed(1, 26)
                .mapToObj(i -> Finding.note("has " + i + " gaps", "").in(1, "c0"))
                .toList();
        List<String> lines = said(1, findings);
        assertEquals(3 + 24 + 1, lines.size());
        assertEquals("note: column 1 (c0) has 24 gaps", lines.get(26));
        assertEquals("… and 2 more notes: vflow schema t.csv shows all", lines.getLast());
    }

    private static String refusal(Finding... problems) {
        return String.valueOf(assertThrows(FileFormatException.class, () -> said(2, List.of(problems)))
                .getMessage());
    }

    @Test
    void aProblemRefusesTheTable() {
        String how =
                " (vflow schema shows the table; --drop, --column, --missing, --decimal and --header change how it is"
                        + " read)";
        Finding first = Finding.problem("is odd", "drop it").in(1, "c0");
        assertEquals("t.csv: column 1 (c0) is odd; drop it" + how, refusal(first));
        assertEquals(
                "t.csv: 4 problems, listed above, of c0, the table, c1" + how,
                refusal(
                        first,
                        Finding.problem("is short", ""),
                        first,
                        Finding.problem("is odd", "").in(2, "c1")));
    }

    private static final Baseline BASELINE = Baseline.builder()
            .numbers("a", IntStream.range(0, 50).mapToDouble(i -> i * 0.37 % 1).toArray())
            .build();

    private static DriftMonitor monitor(int rows, double rate, double value) {
        DriftMonitor monitor = DriftMonitor.of(BASELINE, rate);
        for (int i = 0; i < rows; i++) {
            monitor.add(new double[] {Double.isNaN(value) ? i * 0.37 % 1 : value}, 0);
        }
        return monitor;
    }

    private static DriftResult drift(DriftMonitor monitor, long rows, double p, @Nullable Path state) {
        return DriftResult.of(
                Path.of("m"),
                FILE,
                state,
                BASELINE,
                monitor,
                new Comparison(rows, List.of(new Comparison.Column("a", 0.1, p, p))),
                0.001);
    }

    @Test
    void aTableLikeItsBaselineHasNoDrift() {
        DriftMonitor monitor = monitor(1, 2, Double.NaN);
        DriftResult result = drift(monitor, 1, 0.25, null);
        assertFalse(result.drifted());
        List<String> lines = result.facts().text().lines().toList();
        assertEquals("t.csv: 1 row beside a baseline of 50 rows and 0 scores", lines.getFirst());
        assertTrue(lines.get(1).matches("column +p-value +evidence +drift"), lines.get(1));
        assertTrue(lines.get(2).matches("a +0\\.2500 +\\d\\.\\d +no"), lines.get(2));
        assertEquals(
                "no drift: the test has level 0.001, the monitor 2.0 false alarms in a million rows", lines.get(3));
        assertEquals(4, lines.size());
        String json = Json.of(result.facts());
        assertTrue(
                json.startsWith(
                        "{\"model\":\"m\",\"table\":\"t.csv\",\"rows\":1,\"baseline\":{\"rows\":50,\"scores\":0},"
                                + "\"monitor\":{\"rows\":1,\"rate\":2.0,\"limit\":" + monitor.limit()
                                + ",\"alarm_row\":null},\"level\":0.001,\"drifted\":false,"),
                json);
    }

    @Test
    void aDifferenceOfTheFileIsDrift() {
        DriftResult result = drift(monitor(2, 2, Double.NaN), 1, 0.00005, Path.of("s"));
        assertTrue(result.drifted());
        List<String> lines = result.facts().text().lines().toList();
        assertTrue(lines.get(2).matches("a +5e-05 +\\d\\.\\d +in the file"), lines.get(2));
        assertEquals("drift: a", lines.get(3));
        assertEquals(
                "the monitor has seen 2 rows, those of earlier files included: its row numbers count all of them",
                lines.get(lines.size() - 2));
        assertEquals("wrote s", lines.getLast());
        assertFalse(result.facts().text().contains("differ in their order"));
    }

    @Test
    void anAlarmOfTheMonitorIsDrift() {
        DriftMonitor monitor = monitor(2_000, 900_000, 5);
        long row = monitor.alarm().orElseThrow().rows();
        DriftResult result = drift(monitor, 2_000, 0.5, null);
        assertTrue(result.drifted());
        List<String> lines = result.facts().text().lines().toList();
        assertTrue(lines.get(2).matches("a .* \\d\\.\\de\\+\\d+ +since about row \\d+"), lines.get(2));
        assertEquals("drift: a", lines.get(3));
        assertEquals("the monitor raised its alarm at row " + row, lines.get(4));
        assertTrue(lines.get(5)
                .startsWith("the test of the whole file sees no difference, so the rows differ in their order"));
        assertEquals(6, lines.size());
        assertTrue(Json.of(result.facts()).contains("\"alarm_row\":" + row + "}"));
    }
}
