package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.measure.AlarmRates;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The words and numbers of alarms. */
final class CalibrationSectionTest {
    private static final Table TABLE = Studies.table(30);

    /** Scores 0, 1, … that no row has. */
    private static Calibration calibration(int n) {
        double[] ends = {0, 0};
        return Calibration.of(Studies.upTo(n), ends, ends);
    }

    private static Verdict verdict(double score, double p) {
        return new Verdict(score, 0, p, 0.05, Optional.empty(), List.of(), Optional.empty());
    }

    private static Section section(Calibration calibration, List<Verdict> verdicts) {
        return CalibrationSection.of(Studies.judged(Untrained.of(TABLE, calibration), verdicts))
                .orElseThrow();
    }

    private static List<Verdict> rows(int n, IntToDoubleFunction p) {
        return IntStream.range(0, n)
                .mapToObj(i -> verdict(-1 - i, p.applyAsDouble(i)))
                .toList();
    }

    private static String range(AlarmRates expected, double rate, String between) {
        AlarmRates.Range range = expected.at(rate);
        return Figures.percent(range.low()) + between + Figures.percent(range.high());
    }

    /** The p-values 1 %, 2 %, … have as many alarms as was asked for. */
    @Test
    void evenPValuesHoldTheRate() {
        Section section = section(calibration(199), rows(100, i -> (i + 1) / 100.0));
        AlarmRates expected = new AlarmRates(199, 100);
        assertEquals(
                "At a false-alarm rate of 5 %, 5 % of the rows are alarms; of rows like the calibration rows it would be "
                        + range(expected, 0.05, " to ") + ".",
                section.brief());
        String texts = Studies.texts(section);
        assertTrue(texts.contains(section.brief() + " The rate holds.|"), texts);
        StringBuilder table = new StringBuilder("|Rate asked for|Alarms|99 % range|");
        double[] rates = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
        double[] alarms = {0, 0.01, 0.02, 0.05, 0.1, 0.2};
        for (int i = 0; i < rates.length; i++) {
            table.append(Figures.percent(rates[i]) + "|" + Figures.percent(alarms[i]) + "|"
                    + range(expected, rates[i], " … ") + "|within|");
        }
        assertTrue(
                texts.endsWith(
                        table + "The p-value of a row says how many of 199 calibration rows score as low. It needs"
                                + " no assumption about the model. The smallest rate that can be asked for is 0.50 %.|"),
                texts);
        assertFalse(section.body().toString().contains("chip bad"));
        assertTrue(section.body().toString().contains("chip good"));
    }

    private static List<double[]> points(Section section, String style) {
        String page = section.body().toString();
        String path = page.substring(page.indexOf("<path class=\"" + style + "\" d=\"M") + style.length() + 18);
        List<double[]> points = new ArrayList<>();
        for (String point : path.substring(0, path.indexOf('"')).split("L", -1)) {
            String[] at = point.split(" ", -1);
            points.add(new double[] {
                (Double.parseDouble(at[0].replace("M", "")) - 60) / 324, (228 - Double.parseDouble(at[1])) / 200
            });
        }
        return points;
    }

    /** 61 rates from 0 to 100 %: the share of p-values up to each, and the ends of its range there and back. */
    @Test
    void theChartHasTheShareAtEachRate() {
        Section section = section(calibration(199), rows(100, i -> (i + 1) / 100.0));
        AlarmRates expected = new AlarmRates(199, 100);
        List<double[]> line = points(section, "data-line");
        List<double[]> band = points(section, "band");
        assertEquals(61, line.size());
        assertEquals(122, band.size());
        double pixel = 4e-4;
        for (int i = 0; i <= 60; i++) {
            assertEquals(i / 60.0, line.get(i)[0], pixel);
            assertEquals(Math.floor(100 * i / 60.0 + 1e-9) / 100, line.get(i)[1], pixel, "rate " + i + " of 60");
            AlarmRates.Range range = expected.at(i / 60.0);
            assertEquals(i / 60.0, band.get(i)[0], pixel);
            assertEquals(range.high(), band.get(i)[1], pixel);
            assertEquals(i / 60.0, band.get(121 - i)[0], pixel);
            assertEquals(range.low(), band.get(121 - i)[1], pixel);
        }
        String texts = Studies.texts(section);
        assertTrue(texts.contains("|false-alarm rate, %|rows|"), texts);
        assertTrue(texts.contains("|alarms, % of the rows|"), texts);
    }

    @Test
    void moreAndFewerAlarmsAreNoLuck() {
        Section more = section(calibration(199), rows(100, _ -> 0.005));
        assertTrue(Studies.texts(more)
                .contains(" These rows are less like the training rows than the calibration rows are.|"));
        assertTrue(more.body().toString().contains("<span class=\"chip bad\">more</span>"));
        Section fewer = section(calibration(999), rows(2_000, _ -> 1));
        assertTrue(Studies.texts(fewer)
                .contains(" These rows are more like the training rows than the calibration rows are.|"));
        assertTrue(fewer.body().toString().contains("<span class=\"chip bad\">fewer</span>"));
        Section crossed = section(calibration(999).crossFitted(5), rows(2_000, _ -> 1));
        String texts = Studies.texts(crossed);
        assertTrue(
                texts.contains(
                        " Fewer rows are alarms than was asked for, because models of the folds calibrate, or because"
                                + " these rows trained the model.|"),
                texts);
        assertTrue(texts.contains("Models that did not see these rows scored them, so the p-values"), texts);
        assertTrue(crossed.body().toString().contains("<span class=\"chip plain\">fewer</span>"));
        Section manyOfFolds = section(calibration(999).crossFitted(5), rows(2_000, _ -> 1e-3));
        assertTrue(manyOfFolds.body().toString().contains("<span class=\"chip bad\">more</span>"));
    }

    /** Of nine scores, a tenth is the smallest rate. */
    @Test
    void fewCalibrationRowsHaveALargerRate() {
        Section section = section(calibration(9), rows(50, i -> (i + 1) / 50.0));
        assertTrue(
                section.brief().startsWith("At a false-alarm rate of 10 %, 10 % of the rows are alarms;"),
                section.brief());
        String texts = Studies.texts(section);
        assertTrue(texts.contains("|99 % range|10 %|10 %|"), texts);
    }

    /** Rows with the scores of the calibration are left out, and its halves have a line of their own. */
    @Test
    void calibrationRowsAmongTheRowsAreKnown() {
        List<Verdict> verdicts = new ArrayList<>(rows(100, _ -> 0.5));
        for (int i = 0; i < 150; i++) {
            verdicts.add(verdict(i, 0.005));
        }
        Section section = section(calibration(199), verdicts);
        String texts = Studies.texts(section);
        assertTrue(section.brief().startsWith("At a false-alarm rate of 5 %, 0 % of the rows"), section.brief());
        assertTrue(texts.contains(" This table has the rows that trained the model. The model knows them"), texts);
        assertTrue(texts.contains("|held-out rows|known rows|"), texts);
        assertTrue(section.body().toString().contains("chip plain"));
        assertEquals(1, points(section, "model-line").getLast()[1], 1e-3);
    }

    @Test
    void noRowHasNoSection() {
        assertTrue(CalibrationSection.of(Studies.judged(Untrained.of(TABLE, calibration(9)), List.of()))
                .isEmpty());
        assertTrue(CalibrationSection.of(Studies.STUDY).isEmpty());
    }
}
