package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.plan.CalibrationSplit;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms compare the score of the oddest view with those of the calibration rows. */
final class AlarmScoreTest {
    @Test
    void alarmsCompareItsScores(@TempDir Path folder) throws IOException {
        Table table = Tables.sensors();
        TableModel model = Tables.pair();
        CalibrationSplit split = CalibrationSplit.of(table.rows(), 100, Tables.PAIR.seed());
        AlarmScorer judged = AlarmScorer.of(model.density());
        double[] scores = Arrays.stream(split.calibration())
                .mapToDouble(i -> judged.score(table.rows().copyRow(i)).value())
                .sorted()
                .toArray();
        assertArrayEquals(scores, model.calibration().orElseThrow().scores());
        Path file = folder.resolve("m.safetensors");
        model.save(file);
        double[] row = {31, 60, 1};
        for (TableModel m : List.of(model, TableModel.load(file))) {
            Alarm alarm = m.alarm(0.02);
            Verdict verdict = alarm.explain(row);
            double score = judged.score(row).value();
            assertEquals(score, verdict.score());
            assertEquals(Optional.of(judged.score(row).view()), verdict.view());
            long asLow = Arrays.stream(scores).filter(s -> s <= score).count();
            assertEquals((1.0 + asLow) / 101, verdict.pValue());
            assertEquals(verdict.pValue(), alarm.judge(row).pValue());
        }
        Table others = Table.of(Tables.rows(60, 17), "c", "h", "l");
        double[] anew = Score.values(judged.scores(others.rows()));
        Arrays.sort(anew);
        assertArrayEquals(
                anew, model.calibrated(others).calibration().orElseThrow().scores());
    }

    /** A missing cell makes a row neither ordinary nor odd: p-values stay in the middle, and a number far out stays an alarm. */
    @Test
    void aGapIsNoVerdict() {
        Alarm alarm = Tables.pair().alarm(0.05);
        for (int j = 0; j < 3; j++) {
            double[][] rows = Tables.rows(200, 31);
            for (double[] row : rows) {
                row[j] = Double.NaN;
            }
            List<Verdict> verdicts = alarm.judge(rows);
            double mean =
                    verdicts.stream().mapToDouble(Verdict::pValue).average().orElseThrow();
            long alarms = verdicts.stream().filter(Verdict::isAlarm).count();
            assertTrue(
                    mean > 0.4 && mean < 0.75 && alarms < 25, "column " + j + ": " + mean + ", " + alarms + " alarms");
        }
        assertTrue(alarm.judge(200, Double.NaN, 1).isAlarm());
    }
}
