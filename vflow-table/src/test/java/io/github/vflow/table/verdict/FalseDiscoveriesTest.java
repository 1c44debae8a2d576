package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The false discovery rate of batches, on mixtures of normal and odd rows. */
final class FalseDiscoveriesTest {
    private static final int BATCHES = Boolean.getBoolean("vflow.nightly") ? 400 : 150;
    private static final int ROWS = 200;
    private static final double RATE = 0.1;

    @Test
    void theLevelIsThatOfBenjaminiAndHochberg() {
        // the example of their paper, section 3.2: four of fifteen at 0.05
        double[] p = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1
        };
        assertEquals(4 * 0.05 / 15, FalseDiscoveries.level(p, 0.05), 1e-15);
        assertEquals(0, FalseDiscoveries.level(new double[] {0.2, 0.9}, 0.05));
        assertEquals(0, FalseDiscoveries.level(new double[0], 0.05));
    }

    /** Each batch has calibration rows of its own, because the rate is a mean over calibrations too. */
    @Test
    void theRateHoldsOnMixtures() {
        EquicorrelatedRows model = new EquicorrelatedRows(0.5, 1, 1, 1);
        for (double part : new double[] {0.02, 0.1, 0.4}) {
            Random random = new Random(3);
            double sum = 0;
            double squares = 0;
            double found = 0;
            double odd = 0;
            for (int b = 0; b < BATCHES; b++) {
                Alarm alarm = Alarm.of(model, Optional.of(model.calibration(1_000, 1_000 + b)), 0.01);
                double[][] rows = model.sample(ROWS, 500_000 + b);
                boolean[] isOdd = new boolean[ROWS];
                for (int i = 0; i < ROWS; i++) {
                    isOdd[i] = random.nextDouble() < part;
                    rows[i][0] += isOdd[i] ? 4 : 0;
                    odd += isOdd[i] ? 1 : 0;
                }
                List<Verdict> verdicts = alarm.discover(rows, RATE);
                verdicts.forEach(v -> assertEquals(
                        v.isAlarm(),
                        v.reasons().stream().anyMatch(Verdict.Density.class::isInstance),
                        "a discovery has its reason, and no other row has: " + v));
                int alarms = 0;
                int wrong = 0;
                for (int i = 0; i < ROWS; i++) {
                    alarms += verdicts.get(i).isAlarm() ? 1 : 0;
                    wrong += verdicts.get(i).isAlarm() && !isOdd[i] ? 1 : 0;
                }
                found += alarms - wrong;
                double share = alarms == 0 ? 0 : wrong / (double) alarms;
                sum += share;
                squares += share * share;
            }
            double mean = sum / BATCHES;
            double error = Math.sqrt((squares / BATCHES - mean * mean) / BATCHES);
            assertTrue(mean <= RATE + 3 * error, "part " + part + ": rate " + mean + " ± " + error);
            assertTrue(found / odd > (part < 0.05 ? 0.2 : 0.5), "part " + part + ": found " + found / odd);
        }
    }
}
