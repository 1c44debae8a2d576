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
final class AlarmsTest {
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
        return ScoreSection.of(Studies.judged(Untrained.of(TABLE, calibration), verdicts));
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
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains(
                        " At a false-alarm rate of 5 %, 5 % of the rows are alarms; of rows like the calibration rows it would be "
                                + range(expected, 0.05, " to ") + ". The rate holds.|"),
                texts);
        StringBuilder table = new StringBuilder("|Rate asked for|Alarms|99 % range|");
        for (double rate : new double[] {0.01, 0.02, 0.05, 0.1}) {
            table.append(Figures.percent(rate) + "|" + Figures.percent(rate) + "|" + range(expected, rate, " … ")
                    + "|within|");
        }
        assertTrue(
                texts.endsWith(
                        table + "The p-value of a row says how many of 199 calibration rows are as odd or odder. The"
                                + " smallest rate that can be asked for is 0.50 %.|"),
                texts);
        assertFalse(section.body().toString().contains("chip bad"));
        assertTrue(section.body().toString().contains("chip good"));
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
        assertTrue(Studies.texts(crossed)
                .contains(" Fewer rows are alarms than was asked for, because models of the folds calibrate, or because"
                        + " these rows trained the model.|"));
        assertTrue(crossed.body().toString().contains("<span class=\"chip plain\">fewer</span>"));
        Section manyOfFolds = section(calibration(999).crossFitted(5), rows(2_000, _ -> 1e-3));
        assertTrue(manyOfFolds.body().toString().contains("<span class=\"chip bad\">more</span>"));
    }

    /** Of nine scores, a tenth is the smallest rate. */
    @Test
    void fewCalibrationRowsHaveALargerRate() {
        String texts = Studies.texts(section(calibration(9), rows(50, i -> (i + 1) / 50.0)));
        assertTrue(texts.contains(" At a false-alarm rate of 10 %, 10 % of the rows are alarms;"), texts);
        assertTrue(texts.contains("|99 % range|10 %|10 %|"), texts);
    }

    /** Rows with the scores of the calibration are left out. */
    @Test
    void calibrationRowsAmongTheRowsAreKnown() {
        List<Verdict> verdicts = new ArrayList<>(rows(100, _ -> 0.5));
        for (int i = 0; i < 150; i++) {
            verdicts.add(verdict(i, 0.005));
        }
        Section section = section(calibration(199), verdicts);
        String texts = Studies.texts(section);
        assertTrue(texts.contains(" At a false-alarm rate of 5 %, 0 % of the rows"), texts);
        assertTrue(texts.contains(" This table has the rows that trained the model. The model knows them"), texts);
        assertTrue(section.body().toString().contains("chip plain"));
    }

    @Test
    void withoutVerdictsThereAreNoAlarms() {
        Section none = section(calibration(9), List.of());
        assertFalse(Studies.texts(none).contains("|Alarms|"), Studies.texts(none));
        assertEquals(Studies.texts(ScoreSection.of(Studies.STUDY)), Studies.texts(none));
    }
}
