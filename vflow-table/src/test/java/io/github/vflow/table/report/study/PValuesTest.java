package io.github.vflow.table.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.evaluation.Calibration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PValuesTest {
    /**
     * Of two rows of different halves, the one with the lower score counts for the other. So h rows in each half have p-values whose sum is
     * (2h + h²)/(h + 1), whatever the halves are. Rows of one half do not count for each other.
     */
    @Test
    void eachHalfIsComparedWithTheOther() {
        for (int half : new int[] {50, 7, 1}) {
            double[] scores =
                    IntStream.rangeClosed(1, 2 * half).asDoubleStream().toArray();
            Sorted p = new PValues(Calibration.of(scores, new double[0], new double[0]), true, Sorted.of(new double[0]))
                    .halves();
            assertEquals(2 * half, p.size());
            double sum = IntStream.range(0, p.size()).mapToDouble(p::get).sum();
            assertEquals((2.0 * half + half * half) / (half + 1), sum, 1e-9, "halves of " + half);
        }
    }
}
