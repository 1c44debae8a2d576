package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.verdict.Attribution.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A two-sided alarm spends half of its rate on rows that are too unlikely; its attribution has that half, too. */
final class TwoSidedAttributionTest {
    private static final double RATE = 0.1;
    private static final EquicorrelatedRows MODEL = new EquicorrelatedRows(0, 1, 1, 1);
    private static final Calibration CALIBRATION = MODEL.calibration(399, 9);
    private final Alarm one = Alarm.of(MODEL, Optional.of(CALIBRATION), RATE);
    private final Alarm two = one.twoSided();

    /** The parts of a row, after a check that the search goes on while what is left is too unlikely, and no longer. */
    private static List<Part> parts(Alarm alarm, double share, double... row) {
        List<Part> parts = alarm.explain(row).attribution().orElseThrow().parts();
        double[] left = row.clone();
        for (Part p : parts) {
            assertTrue(CALIBRATION.pValue(MODEL.logProb(left)) <= share, "a part of a row that is normal: " + parts);
            left[Integer.parseInt(p.column().substring(1))] = Double.NaN;
        }
        assertTrue(
                CALIBRATION.pValue(MODEL.logProb(left)) > share || parts.size() == row.length,
                "what is left is odd: " + parts);
        return parts;
    }

    @Test
    void partsEndWhereTheRestIsNormalAtTheShareOfTheRate() {
        int differ = 0;
        for (double x = 1; x < 3.5; x += 0.1) {
            int ofOne = parts(one, RATE, x, 5, 0).size();
            int ofTwo = parts(two, RATE / 2, x, 5, 0).size();
            assertTrue(ofTwo <= ofOne && ofTwo >= 1, "at " + x);
            differ += ofOne == ofTwo ? 0 : 1;
        }
        assertNotEquals(0, differ, "rows whose rest is odd at the rate and normal at half of it");
    }

    /** A row with a one-sided p-value between half of the rate and the rate is an alarm of one side alone. */
    @Test
    void aRowThatIsNormalForBothSidesHasNoPart() {
        double x = 0;
        while (CALIBRATION.pValue(MODEL.logProb(new double[] {x, 0, 0})) > 0.75 * RATE) {
            x += 1e-3;
        }
        double p = CALIBRATION.pValue(MODEL.logProb(new double[] {x, 0, 0}));
        assertTrue(p > RATE / 2, "p " + p);
        assertEquals(1, parts(one, RATE, x, 0, 0).size());
        assertEquals(List.of(), parts(two, RATE / 2, x, 0, 0));
    }
}
