package io.github.vflow.table.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ends of axes and the number of their bars. */
final class AxisTest {
    private static final Column REAL = Column.real("x");
    private static final Column WHOLE = Column.whole("n");

    /** From, from + 1, … to. */
    private static double[] from(double from, double to) {
        return IntStream.rangeClosed(0, (int) (to - from))
                .mapToDouble(i -> from + i)
                .toArray();
    }

    private static Axis axis(Column column, double... known) {
        return Axis.of(column, Sorted.of(known), Sorted.of(known));
    }

    private static void assertEnds(double low, double high, Axis axis) {
        Scale.Linear scale = (Scale.Linear) axis.scale();
        assertEquals(low, scale.low(), 1e-9);
        assertEquals(high, scale.high(), 1e-9);
    }

    @Test
    void anAxisHasTheRangeOfTheNumbersAndAHundredthMore() {
        assertEnds(-1, 101, axis(REAL, from(0, 100)));
        assertEnds(4.5, 5.5, axis(REAL, 5, 5));
        assertEnds(-2_002, -1_998, axis(REAL, -2_000));
    }

    /** Twice the cube root of the number of rows, from 16 to 48. */
    @Test
    void moreRowsHaveMoreBars() {
        assertEquals(16, axis(REAL, from(0, 100)).parts());
        assertEquals(20, axis(REAL, from(1, 1_000)).parts());
        assertEquals(48, axis(REAL, from(1, 20_000)).parts());
    }

    /** 98 % of the numbers go from 1 to 99, so that 196 is twice their range. */
    @Test
    void outermostNumbersAreLeftOutIfTheyAreFarAway() {
        double[] known = from(0, 100);
        known[0] = -47;
        known[100] = 149;
        assertEnds(-47 - 1.96, 149 + 1.96, axis(REAL, known));
        known[100] = 149.5;
        double pad = 0.01 * 147;
        assertEnds(1 - 24.5 - pad, 99 + 24.5 + pad, axis(REAL, known));
        known[0] = -10;
        known[100] = 500;
        double less = 0.01 * 133.5;
        assertEnds(-10 - less, 99 + 24.5 + less, axis(REAL, known));
        known[0] = -500;
        known[100] = 110;
        assertEnds(1 - 24.5 - less, 110 + less, axis(REAL, known));
    }

    /** The axis of rows and samples has nearly all samples. */
    @Test
    void samplesHaveAPlaceToo() {
        Sorted known = Sorted.of(from(0, 100));
        assertEnds(-21.7, 151.7, Axis.of(REAL, known, samples()));
        double[] far = from(0, 100);
        far[100] = 5_000;
        far[0] = -5_000;
        double pad = 0.01 * (150 + 24.5 + 20 + 24.5);
        assertEnds(-44.5 - pad, 174.5 + pad, Axis.of(REAL, Sorted.of(far), samples()));
    }

    /** Of 101 samples, 1 % are below −20 and 1 % above 150. */
    private static Sorted samples() {
        double[] drawn = from(0, 100);
        drawn[0] = -900;
        drawn[1] = -20;
        drawn[99] = 150;
        drawn[100] = 900;
        return Sorted.of(drawn);
    }

    @Test
    void mostlyEqualNumbersKeepTheOthers() {
        double[] known = new double[301];
        Arrays.fill(known, 5);
        known[300] = 100;
        assertEnds(5 - 0.95, 100.95, axis(REAL, known));
    }

    @Test
    void fewWholeNumbersHaveABarEach() {
        assertEquals(new Axis(new Scale.Discrete(-1, List.of("−1", "0", "1", "2")), 4), axis(WHOLE, -1, 0, 0, 2));
        Axis most = axis(WHOLE, from(1, 24));
        assertEquals(24, most.parts());
        assertEquals("24", ((Scale.Discrete) most.scale()).labels().getLast());
        Axis more = axis(WHOLE, from(1, 25));
        assertEquals(25, more.parts());
        assertEnds(0.5, 25.5, more);
        Axis many = axis(WHOLE, from(1, 100));
        assertEquals(34, many.parts(), "three numbers each");
        assertEnds(0.5, 102.5, many);
        assertEquals(48, axis(WHOLE, from(1, 48)).parts());
        assertEquals(25, axis(WHOLE, from(1, 49)).parts());
    }

    @Test
    void labelsHaveABarEach() {
        List<String> labels = List.of("a", "b", "c");
        assertEquals(new Axis(new Scale.Discrete(0, labels), 3), axis(Column.category("l", labels), 0, 1));
    }

    @Test
    void datesAreWrittenOnStraightAxes() {
        DoubleFunction<String> text = v -> "day " + v;
        Axis linear = axis(REAL, from(0, 100));
        assertEquals(
                new Scale.Written((Scale.Linear) linear.scale(), text),
                linear.written(Optional.of(text)).scale());
        assertEquals(linear.parts(), linear.written(Optional.of(text)).parts());
        assertEquals(linear, linear.written(Optional.empty()));
        Axis whole = axis(WHOLE, 1, 2);
        assertEquals(whole, whole.written(Optional.of(text)));
    }
}
