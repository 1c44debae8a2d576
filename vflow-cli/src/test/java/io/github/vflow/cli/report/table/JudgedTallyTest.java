package io.github.vflow.cli.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.cli.console.Json;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.apply.RecordScorer.Judged;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts, means and the oddest of rows that no model judged. */
final class JudgedTallyTest {
    private static final Path MODEL = Path.of("m");
    private static final Path OUT = Path.of("o.csv");

    private static Judged row(long line, Optional<ImportanceEstimate> estimate, Optional<Verdict> verdict) {
        return new Judged(
                new RecordReader.Entry(line, List.of("c"), new double[1], new double[1], List.of(), ""),
                estimate,
                verdict);
    }

    private static Optional<ImportanceEstimate> estimate(double logProb, double effective) {
        return Optional.of(new ImportanceEstimate(logProb, 0.25, effective));
    }

    private static Judged scored(long line, double logProb, double effective) {
        return row(line, estimate(logProb, effective), Optional.empty());
    }

    private static Judged judged(long line, double score, double p) {
        Verdict verdict = new Verdict(
                score,
                0,
                p,
                0.01,
                Optional.of(View.COLUMN),
                List.of(Verdict.Reason.Breach.unseen("c" + line, "x")),
                Optional.empty());
        return row(line, estimate(score - 1, 50), Optional.of(verdict));
    }

    @Test
    void aScoreIsCountedAndItsMeanHasAnError() {
        JudgedTally tally = new JudgedTally();
        // mean 4, sum of squares 14
        tally.add(scored(2, 1, 50));
        tally.add(scored(3, 5, 50));
        tally.add(scored(4, 6, 4.9));
        tally.add(scored(5, Double.NEGATIVE_INFINITY, 50));
        tally.add(row(6, Optional.empty(), Optional.empty()));
        assertEquals(4, tally.scored());
        assertEquals(1, tally.notFinite());
        assertEquals(1, tally.unknown());
        String error = Double.toString(Math.sqrt(14 / 2.0 / 3));
        assertEquals(
                "{\"model\":\"m\",\"rows\":5,\"scored\":4,\"column\":\"log_prob\",\"mean\":4.0,\"standard_error\":"
                        + error
                        + ",\"not_finite\":1,\"rows_not_known\":1,\"alarms\":null,\"worst\":null,\"alarm_score\":null,"
                        + "\"reason\":null,\"out\":\"o.csv\"}",
                Json.of(tally.ofScores(MODEL, 5, "log_prob", false, true, OUT)));
        assertEquals(
                "4 rows, mean log_prob 4.0000 ± 1.5275 nats\nwrote o.csv",
                tally.ofScores(MODEL, 5, "log_prob", false, false, OUT).text());
    }

    @Test
    void oneRowHasNoErrorAndNoneHasNoMean() {
        JudgedTally tally = new JudgedTally();
        assertEquals(
                "0 rows, mean log_prob — nats",
                tally.ofScores(MODEL, 0, "log_prob", false, false, null).text());
        tally.add(scored(2, -3, 50));
        assertEquals(
                "1 row, mean log_prob −3.0000 nats, 0 alarms",
                tally.ofScores(MODEL, 1, "log_prob", true, false, null).text());
        tally.add(scored(3, -4, 50));
        assertEquals(
                "2 rows, mean log_prob −3.5000 ± 0.5000 nats, 0 alarms",
                tally.ofScores(MODEL, 2, "log_prob", true, false, null).text());
    }

    @Test
    void theOddestIsTheFirstAlarmOfTheLeastScore() {
        JudgedTally tally = new JudgedTally();
        tally.add(judged(2, -9, 0.02));
        tally.add(judged(3, -5, 0.01));
        tally.add(judged(4, -7, 0.001));
        tally.add(judged(5, -7, 0.001));
        tally.add(judged(6, -6, 0.001));
        String json = Json.of(tally.ofScores(MODEL, 5, "log_prob", true, false, null));
        assertEquals(
                "\"rows_not_known\":null,\"alarms\":4,\"worst\":4,\"alarm_score\":-7.0,\"reason\":\"c4 is x, which the"
                        + " model has never seen\",\"out\":null}",
                json.substring(json.indexOf("\"rows_not_known")));
        assertEquals(
                "5 rows, mean log_prob −7.8000 ± 0.6633 nats, 4 alarms",
                tally.ofScores(MODEL, 5, "log_prob", true, false, null).text());
    }

    @Test
    void aSearchSaysWhichViewFoundTheOddest() {
        JudgedTally tally = new JudgedTally();
        Found combination = new Found(View.COMBINATION, List.of("a", "b"));
        Found column = new Found(View.COLUMN, List.of("a"));
        tally.add(judged(2, -3, 0.5), Optional.empty());
        tally.add(judged(3, -7, 0.01), Optional.of(combination));
        tally.add(judged(4, -6, 0.01), Optional.of(column));
        tally.add(judged(5, -5, 0.01), Optional.of(combination));
        tally.add(judged(6, -5, 0.01), Optional.of(new Found(View.GAPS, List.of("a", "b"))));
        tally.add(judged(7, -5, 0.01), Optional.of(new Found(View.NEIGHBOURS, List.of())));
        assertEquals(
                "{\"file\":\"m\",\"rows\":9,\"scored\":6,\"odd\":5,\"by_combination\":2,\"by_column\":1,\"by_neighbours\":1,\"by_gaps\":1,\"worst\":3,\"found_by\":\"the"
                        + " combination of a, b\",\"reason\":\"c3 is x, which the model has never"
                        + " seen\",\"out\":\"o.csv\",\"model\":null}",
                Json.of(tally.ofOutliers(MODEL, 9, OUT, null)));
        assertEquals("""
                5 of 9 rows are odd; the oddest is line 3: c3 is x, which the model has never seen
                wrote o.csv
                wrote m""", tally.ofOutliers(MODEL, 9, OUT, MODEL).text());
        JudgedTally one = new JudgedTally();
        one.add(judged(2, -3, 0.01), Optional.of(column));
        assertEquals(
                "1 of 1 row is odd; the oddest is line 2: c2 is x, which the model has never seen",
                one.ofOutliers(MODEL, 1, null, null).text());
        assertEquals(
                "0 of 2 rows are odd",
                new JudgedTally().ofOutliers(MODEL, 2, null, null).text());
    }

    @Test
    void aRowHasCells() {
        assertEquals(
                List.of("-7.5", "0.001", "true", "c2 is x, which the model has never seen"),
                JudgedTally.cells(judged(2, -7.5, 0.001)));
        assertEquals("false", JudgedTally.cells(judged(2, -7.5, 0.02)).get(2));
        assertEquals(List.of("", "", "", ""), JudgedTally.cells(scored(2, -1, 9)));
        assertEquals(
                List.of("-7.5", "0.001", "true", "a alone", "c2 is x, which the model has never seen"),
                JudgedTally.cells(judged(2, -7.5, 0.001), Optional.of(new Found(View.COLUMN, List.of("a")))));
        assertEquals(
                "", JudgedTally.cells(judged(2, -7.5, 0.5), Optional.empty()).get(3));
        assertEquals("0.25", JudgedTally.error(scored(2, -1, 9)));
        assertEquals("", JudgedTally.error(scored(2, -1, 4.9)));
        assertEquals("", JudgedTally.error(scored(2, Double.NEGATIVE_INFINITY, 9)));
        assertEquals("", JudgedTally.error(row(2, Optional.empty(), Optional.empty())));
    }
}
