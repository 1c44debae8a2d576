package io.github.vflow.cli.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.console.Text;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lines of an explanation and of notes about cells, by verdicts that no model gave. */
final class ExplainedRowTest {
    private static final Path MODEL = Path.of("m");
    private static final Path TABLE = Path.of("t.csv");

    /** Of a row whose first cell is far from all others. */
    private static final Verdict ODD = odd();

    private static Verdict odd() {
        SplittableRandom random = new SplittableRandom(2);
        double[][] rows = new double[200][];
        Arrays.setAll(rows, _ -> random.doubles(3).toArray());
        TableModel model = TableModel.fit(
                Table.of(rows, "a", "b", "c"),
                Recipe.standard().withSteps(2).withFillSteps(2).withNoise(0.0).withCalibration(0.5));
        return model.alarm(0.05).explain(40, 0.5, 0.5);
    }

    private static List<String> lines(double error, double total, List<Part> parts, double rest, List<Part> others) {
        Verdict verdict = new Verdict(
                -12.5,
                error,
                0.5,
                0.01,
                Optional.of(View.NEIGHBOURS),
                List.of(),
                Optional.of(new Attribution(total, parts, rest, 0.1, others)));
        return ExplainedRow.of(MODEL, TABLE, 1_234, 0.01234, verdict)
                .text()
                .lines()
                .toList();
    }

    private static Part part(String column, double cost) {
        Part known = ODD.attribution().orElseThrow().parts().getFirst();
        return new Part(column, "red\n", known.expected(), cost, 0.1);
    }

    private static String expected() {
        Attribution.Expected known = part("a", 0).expected();
        return ", red\\u000a, " + known.value() + ", " + known.certainty() + ", ";
    }

    @Test
    void aVerdictIsSaidInWords() {
        List<String> lines =
                ExplainedRow.of(MODEL, TABLE, 7, 0.05, ODD).text().lines().toList();
        assertEquals(
                Text.format("row 7 of t.csv is an alarm at a false-alarm rate of 0.05: p-value %.2g", ODD.pValue()),
                lines.getFirst());
        assertEquals(
                "alarm score " + Text.nats(ODD.score()) + ", by its combination of cells; its cells cost "
                        + Text.nats(ODD.attribution().orElseThrow().total()) + " nats more than those of a typical row",
                lines.get(1));
        for (int i = 0; i < ODD.reasons().size(); i++) {
            assertEquals("- " + ODD.reasons().get(i).words(), lines.get(2 + i));
        }
        assertEquals("", lines.get(2 + ODD.reasons().size()));
    }

    @Test
    void partsHaveTheirSharesOfTheTotal() {
        List<String> lines = lines(0.5, 8, List.of(part("a", 4), part("b", 2)), 2, List.of(part("d", -1.25)));
        assertEquals(
                List.of(
                        "row 1,234 of t.csv is normal at a false-alarm rate of 0.0123: p-value 0.50",
                        "alarm score −12.5000 ± 0.5000, by its distance to the nearest rows; its cells cost 8.0000 nats more than"
                                + " those of a typical row",
                        ""),
                lines.subList(0, 3));
        assertEquals(
                List.of(
                        "column, value, expected, 90 % or probability, cost, share",
                        "a" + expected() + "4.0, 50 %",
                        "b" + expected() + "2.0, 25 %",
                        "the other columns, 2.0, 25 %",
                        "total, 8.0, 100 %"),
                cells(lines.subList(3, 8)));
        assertEquals(List.of("", "each other column given all others:"), lines.subList(8, 10));
        assertEquals(
                List.of("column, value, expected, 90 % or probability, cost", "d" + expected() + "−1.3"),
                cells(lines.subList(10, 12)));
        assertEquals(12, lines.size());
    }

    private static List<String> cells(List<String> table) {
        return table.stream().map(line -> line.replaceAll(" {2,}", ", ")).toList();
    }

    @Test
    void aNormalRowHasNoParts() {
        List<Part> others =
                IntStream.range(0, 42).mapToObj(i -> part("c" + i, 0)).toList();
        List<String> lines = lines(0, -0.5, List.of(), 0, others);
        assertTrue(lines.getFirst().contains(" is normal at "), lines.getFirst());
        assertEquals(
                "alarm score −12.5000, by its distance to the nearest rows; its cells cost −0.5000 nats more than those of a"
                        + " typical row",
                lines.get(1));
        assertEquals("each column given all others:", lines.get(3));
        assertEquals("… and 2 more columns (--json has all)", lines.getLast());
        assertTrue(lines.get(lines.size() - 2).startsWith("c39 "), lines.get(lines.size() - 2));
        List<String> all = lines(0, -0.5, List.of(), 0, others.subList(0, 40));
        assertTrue(all.getLast().startsWith("c39 "), all.getLast());
    }

    /** A row that is not less likely than a typical one has no shares. */
    @Test
    void aLikelyRowHasNoShares() {
        List<String> lines = cells(lines(0, 0, List.of(part("a", 4)), -4, List.of()));
        assertEquals("a" + expected() + "4.0", lines.get(4));
        assertEquals(List.of("the other columns, −4.0", "total, 0.0"), lines.subList(5, 7));
    }

    @Test
    void aCellThatContradictsTheTrainingIsSaid() {
        Verdict verdict = new Verdict(
                -1,
                0,
                0.001,
                0.01,
                Optional.of(View.NEIGHBOURS),
                List.of(Verdict.Reason.Breach.unseen("c", "blue\n")),
                Optional.of(new Attribution(3, List.of(), 3, 0, List.of())));
        String text = ExplainedRow.of(MODEL, TABLE, 1, 0.01, verdict).text();
        assertTrue(
                text.contains("\n- c is blue\\u000a, which the model has never seen\n")
                        && text.contains(
                                "a cell contradicts all training rows; the other cells cost 3.0000 nats more than those of"
                                        + " a typical row"),
                text);
    }

    @Test
    void unknownCellsAreCountedAndTheFirstRowsNamed() {
        UnknownCells cells = new UnknownCells();
        SpokenConsole said = SpokenConsole.of();
        cells.say(said.console(), TABLE);
        assertEquals(List.of(), said.lines());
        cells.add(4, List.of());
        assertEquals(0, cells.cells());
        for (int row = 1; row <= 21; row++) {
            cells.add(1_000 + row, List.of("a", "b\n"));
        }
        assertEquals(42, cells.cells());
        cells.say(said.console(), TABLE);
        assertEquals(21, said.lines().size());
        assertEquals("t.csv: row 1,001: a, b\\u000a not known", said.lines().getFirst());
        assertEquals("t.csv: row 1,020: a, b\\u000a not known", said.lines().get(19));
        assertTrue(said.lines().getLast().startsWith("t.csv: 42 cells not known and left missing: fewer than five"));
    }

    @Test
    void writtenCellsAreCountedAndTheFirstIsNamed() {
        WrittenCells cells = new WrittenCells();
        SpokenConsole said = SpokenConsole.of();
        assertFalse(cells.areSome());
        cells.say(said.console(), TABLE);
        assertEquals(List.of(), said.lines());
        cells.add(1_007, "n.d.");
        cells.add(1_008, "x");
        assertTrue(cells.areSome());
        cells.say(said.console(), TABLE);
        assertEquals(
                List.of("t.csv: 2 cells not empty and not filled, first \"n.d.\" at line 1,007; --missing n.d. fills"
                        + " those with this text"),
                said.lines());
    }

    @Test
    void twentyFindingsAreNamedAndTheRestCounted() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            findings.add(Finding.note("is odd", "look").in(i, "c" + i));
        }
        SpokenConsole said = SpokenConsole.of();
        TableNotes.say(said.console(), TABLE, findings);
        assertEquals(20, said.lines().size());
        assertEquals("t.csv: column 1 (c1) is odd; look", said.lines().getFirst());
        findings.add(Finding.note("is wide", ""));
        SpokenConsole more = SpokenConsole.of();
        TableNotes.say(more.console(), TABLE, findings);
        assertEquals(21, more.lines().size());
        assertEquals("t.csv: … and 1 more note", more.lines().getLast());
    }
}
