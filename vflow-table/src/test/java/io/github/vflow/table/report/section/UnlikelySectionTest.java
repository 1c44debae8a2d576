package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cards of the least likely rows. */
final class UnlikelySectionTest {
    private static final Table TABLE = Studies.table(30);
    private static final Study STUDY = Studies.STUDY;

    private static Verdict verdict(double score, double p, Verdict.Reason... reasons) {
        return new Verdict(score, 0, p, 0.05, Optional.empty(), List.of(reasons), Optional.empty());
    }

    /** Row i has the score i, but some have less. */
    private static List<Verdict> verdicts() {
        List<Verdict> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(verdict(i, (i + 1) / 31.0));
        }
        all.set(20, verdict(-2, 0.05, Verdict.Reason.Breach.unseen("b", "x"), Verdict.Reason.Breach.unseen("a", "y")));
        all.set(7, verdict(-1, 0.0501));
        return all;
    }

    private static String[] cards(Section section) {
        return section.body().toString().split("<article class=\"row\">", -1);
    }

    @Test
    void theLowestScoresComeFirst() {
        Section section = UnlikelySection.of(Studies.judged(STUDY.model(), verdicts()));
        assertEquals("Row 21 is the least likely: b is x, which the model has never seen.", section.brief());
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains(section.brief()
                        + " Below are the 10 rows with the lowest p-values of 30 rows. The model file has"
                        + " no calibration scores that could explain them; vflow calibrate adds these.|"),
                texts);
        assertTrue(
                texts.contains("|Row 21|log-density " + Figures.nats(STUDY.scores()[20])
                        + "|p-value 0.050|alarm|b is x, which the model has never seen; a is y, which the model has never seen.|All"
                        + " cells|a| |" + Figures.shown(TABLE.rows().copyRow(20)[0]) + "|b| |"
                        + Figures.shown(TABLE.rows().copyRow(20)[1]) + "|Row 8|"),
                texts);
        String[] cards = cards(section);
        assertEquals(11, cards.length);
        List<Integer> places = List.of(21, 8, 1, 2, 3, 4, 5, 6, 7, 9);
        for (int k = 0; k < 10; k++) {
            assertTrue(cards[k + 1].contains("<b>Row " + places.get(k) + "</b>"), cards[k + 1]);
        }
        assertTrue(cards[2].contains("<span class=\"chip good\">no alarm</span>"), cards[2]);
        assertTrue(cards[1].contains("<span class=\"chip bad\">alarm</span>"), cards[1]);
        assertFalse(cards[2].contains("class=\"note\""), cards[2]);
    }

    @Test
    void aRowWithoutAReasonHasNone() {
        List<Verdict> all = verdicts();
        all.set(9, verdict(-3, 0.03));
        assertEquals(
                "Row 10 is the least likely.",
                UnlikelySection.of(Studies.judged(STUDY.model(), all)).brief());
    }

    @Test
    void withoutVerdictsTheLogDensitiesDecide() {
        double[] scores = Studies.upTo(30);
        scores[11] = -3;
        Section section = UnlikelySection.of(Studies.with(STUDY, scores, scores));
        assertEquals("Row 12 is the least likely.", section.brief());
        String texts = Studies.texts(section);
        assertTrue(texts.contains("Below are the 10 rows with the lowest log-density of 30 rows."), texts);
        assertTrue(texts.contains("|Row 12|log-density −3.00|All cells|a| |"), texts);
        assertFalse(texts.contains("p-value"), texts);
    }

    private static List<ColumnView> columns(int n) {
        return IntStream.range(0, n)
                .mapToObj(k -> {
                    double[] data = new double[30];
                    Arrays.fill(data, k);
                    return Studies.numbers("c" + k, data, data, new Difference(0, 0, 0, 0, 1));
                })
                .toList();
    }

    @Test
    void aCardHasFortyCells() {
        String first = cards(UnlikelySection.of(Studies.with(STUDY, columns(42))))[1];
        assertTrue(first.contains("<bdi>c39</bdi> <b><bdi>39</bdi></b></span><span>… and 2 more</span>"), first);
        assertFalse(first.contains("c40"), first);
        String all = cards(UnlikelySection.of(Studies.with(STUDY, columns(40))))[1];
        assertTrue(all.contains("<bdi>c39</bdi>") && !all.contains("… and"), all);
    }

    /** Six columns of normal numbers, and a last row that is far out in three of them. */
    private static Table wide() {
        double[][] rows = new double[40][6];
        Random random = new Random(8);
        for (double[] row : rows) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        rows[39] = new double[] {30, 0, -25, 0.5, 20, 0};
        return Table.of(rows, "a", "b", "c", "d", "e", "f");
    }

    private static TableModel calibrated(Table table) {
        double[] low = new double[6];
        double[] high = new double[6];
        Arrays.fill(low, -40);
        Arrays.fill(high, 40);
        Table normal = table.select(IntStream.range(0, 39).toArray());
        double[] scores = Untrained.of(normal)
                .calibrated(normal)
                .calibration()
                .orElseThrow()
                .scores();
        return Untrained.of(normal, Calibration.of(scores, low, high));
    }

    private static String line(Attribution.Part part) {
        return "<td><bdi>" + part.column() + "</bdi></td><td><bdi>" + part.text() + "</bdi></td><td><bdi>"
                + part.expected().words() + "</bdi></td><td class=\"number\">" + Figures.fixed(part.cost(), 1)
                + "</td>";
    }

    /** The first four columns to blame, and all others together; of a row that is no alarm, four columns by their costs. */
    @Test
    void costsAreThoseOfTheAttribution() {
        Table table = wide();
        TableModel model = calibrated(table);
        Study study = Studies.of(model, table);
        String[] cards = cards(UnlikelySection.of(study));
        Attribution odd = model.alarm(1 / 40.0)
                .explain(table.rows().copyRow(39))
                .attribution()
                .orElseThrow();
        assertFalse(odd.parts().isEmpty());
        assertTrue(cards[1].contains("<b>Row 40</b>"), cards[1]);
        double told = 0;
        for (Attribution.Part part :
                odd.parts().subList(0, Math.min(4, odd.parts().size()))) {
            told += part.cost();
            assertTrue(cards[1].contains(line(part)), line(part) + "\n" + cards[1]);
        }
        String rest = "<td>all other columns</td><td></td><td></td><td class=\"number\">"
                + Figures.fixed(odd.total() - told, 1) + "</td>";
        assertTrue(cards[1].contains(rest), rest + "\n" + cards[1]);
        int place = Integer.parseInt(cards[3].replaceAll("(?s).*?<b>Row (\\d+)</b>.*", "$1"));
        Attribution usual = model.alarm(1 / 40.0)
                .explain(table.rows().copyRow(place - 1))
                .attribution()
                .orElseThrow();
        assertTrue(usual.parts().isEmpty());
        assertFalse(cards[3].contains("all other columns"), cards[3]);
        for (Attribution.Part part : usual.others().subList(0, 4)) {
            assertTrue(cards[3].contains(line(part)), line(part) + "\n" + cards[3]);
        }
        assertFalse(cards[3].contains(usual.others().get(4).expected().words() + "</bdi></td><td class"), cards[3]);
        String lead = Studies.texts(UnlikelySection.of(study));
        assertTrue(lead.contains(" with the lowest p-values of 40 rows. A column's cost is how much odder"), lead);
        assertFalse(lead.contains("As the table is wide"), lead);
    }

    /** Some 400 cells are explained. */
    @Test
    void ofAWideTableFewRowsHaveReasons() {
        Table table = wide();
        Study study = Studies.with(Studies.of(calibrated(table), table), widened(130));
        String texts = Studies.texts(UnlikelySection.of(study));
        assertTrue(
                texts.contains(" of 40 rows. As the table is wide, only the first 3 have reasons. A column's cost"),
                texts);
        assertEquals(3, texts.split("\\|Expected\\|", -1).length - 1);
    }

    private static List<ColumnView> widened(int n) {
        double[] data = new double[40];
        return IntStream.range(0, n)
                .mapToObj(k -> Studies.numbers("c" + k, data, data, new Difference(0, 0, 0, 0, 1)))
                .toList();
    }
}
