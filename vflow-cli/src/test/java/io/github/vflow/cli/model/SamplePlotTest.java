package io.github.vflow.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Range;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplePlotTest {
    /** A thousand numbers in no order, one of which is far out. */
    @Test
    void aPlotShowsNearlyAllRows() {
        Rows rows = Rows.of(IntStream.range(0, 1_000)
                .mapToObj(i -> new double[] {0, i == 500 ? 1e9 : i * 7 % 1_000})
                .toArray(double[][]::new));
        Range range = SamplePlot.range(rows, 1);
        assertTrue(range.contains(5) && range.contains(994), "from " + range.min() + " to " + range.max());
        assertTrue(range.min() > -150 && range.max() < 1_150, "from " + range.min() + " to " + range.max());
        assertEquals(range.max() - 999, -range.min(), 10, "both ends have the same margin");
        assertTrue(SamplePlot.range(rows, 0).contains(0), "a column of one value");
    }
}
