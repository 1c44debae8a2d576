package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Histograms;
import io.github.vflow.table.report.chart.Scale;
import org.junit.jupiter.api.Test;

/** The words and numbers of log-densities. */
final class ScoreSectionTest {

    private static Section section(double[] scores, double[] drawn) {
        return ScoreSection.of(Studies.with(Studies.STUDY, scores, drawn));
    }

    /** 500, 501, … with some others before them. */
    private static double[] scores(int n, double... first) {
        double[] all = new double[n];
        for (int i = 0; i < n; i++) {
            all[i] = i < first.length ? first[i] : 500 + i;
        }
        return all;
    }

    /** Of the samples 0, 1, … 999, 1 % are at most 10. */
    @Test
    void rowsBelowTheLowestSamplesAreCounted() {
        Section section = section(scores(100, Double.NEGATIVE_INFINITY, -5_000, 1, 2), Studies.upTo(1_000));
        String lead =
                "4 % of the rows have a log-density below the lowest 1 % of the model's own samples; it would be about 1 % if the"
                        + " model were exactly right. 1 row have no density that float32 can hold.";
        assertEquals(lead, section.brief());
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains(
                        "|Rows with low log-densities are unlike most training rows. 1 row of the data lie left of"
                                + " the axis.|"),
                texts);
        assertFalse(section(scores(100), Studies.upTo(1_000)).brief().contains("float32"), "all rows have a density");
    }

    private static void assertChart(double low, double high, double[] scores, double[] drawn) {
        Scale scale = new Scale.Linear(low, high);
        String chart = new Histograms(
                        scale,
                        "log-density of a row, nats",
                        Sorted.of(scores).shares(scale::position, 44),
                        "data",
                        Sorted.of(drawn).shares(scale::position, 44),
                        "samples",
                        Histograms.HALF)
                .draw("")
                .toString();
        String page = section(scores, drawn).body().toString();
        assertTrue(page.contains(chart.substring(chart.indexOf('>'))), chart + "\n\n" + page);
    }

    /** From six times the upper three quarters, or the lowest five hundredth, to the highest row, and 2 % more on both sides. */
    @Test
    void theAxisHasTheMiddleAndSomeOfTheTails() {
        double[] samples = Studies.upTo(1_001);
        double pad = 0.02 * 6 * 749;
        assertChart(999 - 6 * 749 - pad, 999 + pad, scores(100, -5_000, 1, 2), samples);
        assertChart(2 - 0.02 * 997, 999 + 0.02 * 997, scores(100), samples);
        assertChart(2 - 0.02 * 1_198, 1_200 + 0.02 * 1_198, scores(100, 1_200), samples);
        assertFalse(
                Studies.texts(section(scores(100), samples)).contains("left of the axis"), "all rows are on the axis");
        assertChart(2 - 2e-6, 2 + 2e-6, new double[] {2, 2}, new double[] {2, 2, 2});
        assertChart(0.5 - 1e-6, 0.5 + 1e-6, new double[] {0.5, 0.5}, new double[] {0.5, 0.5});
    }

    @Test
    void rowsWithoutADensityHaveNoChart() {
        double[] none = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Section section = section(none, Studies.upTo(10));
        assertEquals("No row has a log-density. 2 rows have no density that float32 can hold.", section.brief());
        assertFalse(section.body().toString().contains("<svg"));
        Section undrawn = section(none, none);
        assertEquals("No row has a log-density. 2 rows have no density that float32 can hold.", undrawn.brief());
        assertFalse(undrawn.body().toString().contains("<svg"));
        assertEquals(
                "No row has a log-density.",
                section(new double[0], Studies.upTo(10)).brief());
    }
}
