package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation.Digits;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a search for relations and atoms knows of a column of numbers. */
final class ColumnNumbersTest {
    private static final double ROUNDING = 1e-12;

    private static Rows rows(double... column) {
        return Rows.withGaps(
                Arrays.stream(column).mapToObj(x -> new double[] {x}).toArray(double[][]::new));
    }

    private static ColumnNumbers numbers(double... column) {
        return ColumnNumbers.of(Column.real("x"), rows(column), 0);
    }

    @Test
    void aColumnKnowsItsNumbers() {
        ColumnNumbers n = numbers(Double.NaN, 2, -7, 2, 5, 2, Double.NaN);
        double mean = 0.8;
        assertEquals(Math.sqrt((3 * (2 - mean) * (2 - mean) + 7.8 * 7.8 + 4.2 * 4.2) / 5), n.std(), ROUNDING);
        assertEquals(2, n.lowest());
        assertEquals(4, n.highest());
        assertEquals(7, n.size());
        assertEquals(1, n.unit());
        assertEquals(2, n.varied());
        assertEquals(Map.of(2.0, 3, -7.0, 1, 5.0, 1), n.counts());
        assertEquals("x", n.name());
        assertEquals(Map.of(0.0, 2), numbers(0.0, -0.0).counts(), "0.0 and −0.0 are one number");
        assertEquals(
                100,
                numbers(IntStream.range(0, 100).asDoubleStream().toArray())
                        .counts()
                        .size());
        assertEquals(
                Map.of(),
                numbers(IntStream.range(0, 101).asDoubleStream().toArray()).counts());
    }

    @Test
    void digitsAreThoseOfTheTexts() {
        assertEquals(new Digits(2, Digits.MOST), numbers(1.25, 300.75, 17.5).digits(), "cents");
        assertEquals(new Digits(0, Digits.MOST), numbers(1, 27, 345).digits());
        assertEquals(new Digits(0, Digits.MOST), numbers(0, 0).digits());
        assertEquals(new Digits(8, 3), numbers(0.00000123, 45.6, 789).digits(), "three significant digits");
        assertEquals(new Digits(2, 3), numbers(1.25, 300, 17.5).digits(), "cents or three significant digits");
        double[] floats = DoubleStream.of(1 / 3.0, 2 / 7.0, 5 / 11.0)
                .map(x -> Double.parseDouble(Float.toString((float) x)))
                .toArray();
        assertEquals(Digits.FLOAT, numbers(floats).digits().significant());
        assertEquals(Digits.MOST, numbers(1 / 3.0, 2 / 7.0).digits().significant());
        assertEquals(new Digits(6, Digits.MOST), numbers(1.234567, 2.345678).digits(), "seven digits are no more");
        assertEquals(new Digits(5, Digits.FLOAT), numbers(123.45678).digits(), "five decimals of float32");
        assertEquals(new Digits(4, Digits.MOST), numbers(1234.5677, 3219.8765).digits(), "money of four decimals");
    }

    private static List<Double> atoms(Column column, double... numbers) {
        return AtomSearch.of(new Schema(List.of(column)), rows(numbers), Set.of())
                .getOrDefault("x", List.of());
    }

    private static final Column REAL = Column.real("x");
    private static final Column WHOLE = Column.whole("x");

    /** Numbers 0.5, 1.5, …, each once, beside some that repeat. */
    private static double[] with(int others, int zeros, int second) {
        return DoubleStream.concat(
                        DoubleStream.concat(
                                IntStream.range(0, zeros).mapToDouble(_ -> 0),
                                IntStream.range(0, second).mapToDouble(_ -> -3)),
                        IntStream.range(0, others).mapToDouble(i -> i + 0.5))
                .toArray();
    }

    /** An atom is in a twentieth of the rows, and four times as frequent as its neighbours. */
    @Test
    void aNumberThatRepeatsIsAnAtom() {
        assertEquals(List.of(0.0), atoms(REAL, with(95, 5, 0)));
        assertEquals(List.of(), atoms(REAL, with(96, 5, 0)), "less than a twentieth");
        assertEquals(List.of(0.0), atoms(REAL, with(46, 4, 0)));
        assertEquals(List.of(), atoms(REAL, with(47, 3, 0)), "three times as often as its neighbours");
        assertEquals(List.of(-3.0, 0.0), atoms(REAL, with(60, 16, 12)), "two, side by side");
        assertEquals(List.of(), atoms(Column.heavyTailed("x"), with(90, 10, 0)));
        Schema one = new Schema(List.of(REAL));
        assertEquals(Map.of(), AtomSearch.of(one, rows(with(90, 10, 0)), Set.of("x")), "a column that is kept");
        double[] whole = Arrays.stream(with(90, 10, 0)).map(Math::ceil).toArray();
        assertEquals(List.of(0.0), atoms(WHOLE, whole));
    }

    /** The numbers 0, step, 2·step, …, each as often as is said. */
    private static double[] counted(double step, int... counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .flatMapToDouble(i -> DoubleStream.generate(() -> step * i).limit(counts[i]))
                .toArray();
    }

    private static int[] equal(int different, int count) {
        int[] counts = new int[different];
        Arrays.fill(counts, count);
        return counts;
    }

    @Test
    void aNumberAmongRareOnesIsAnAtom() {
        int[] counts = equal(60, 5);
        counts[10] = 20;
        assertEquals(List.of(10.0), atoms(REAL, counted(1, counts)));
        counts[10] = 19;
        assertEquals(List.of(), atoms(REAL, counted(1, counts)), "less than four times as often as the next ones");
        counts[10] = 20;
        counts[9] = 6;
        assertEquals(List.of(10.0), atoms(REAL, counted(1, counts)), "the median of the four decides");
        counts[12] = 6;
        assertEquals(List.of(), atoms(REAL, counted(1, counts)), "the next but one counts");
        counts[12] = 5;
        counts[13] = 6;
        assertEquals(List.of(10.0), atoms(REAL, counted(1, counts)), "the third on a side does not");
        int[] last = equal(60, 5);
        last[59] = 20;
        assertEquals(List.of(59.0), atoms(REAL, counted(1, last)), "the greatest has two next ones");
    }

    /** At most fifty different numbers, with five rows for each in the mean. */
    @Test
    void fewDifferentNumbersAreAtomsAll() {
        assertEquals(List.of(0.0, 0.1), atoms(REAL, counted(0.1, 3, 7)));
        assertEquals(List.of(), atoms(REAL, counted(0.1, 3, 6)), "fewer than five rows for each");
        assertEquals(50, atoms(REAL, counted(0.1, equal(50, 5))).size());
        assertEquals(List.of(), atoms(REAL, counted(0.1, equal(51, 10))), "more than fifty");
        assertEquals(List.of(), atoms(REAL, counted(0.1, equal(1, 100))), "one number is no column");
        assertEquals(21, atoms(REAL, with(20, 300, 0)).size(), "others in twenty rows tell nothing about a density");
        assertEquals(List.of(0.0), atoms(REAL, with(21, 300, 0)), "most others are met once, so more will come");
    }

    /** Some numbers as often as each other, but for the last one. */
    private static int[] tapered(int different, int count, int last) {
        int[] counts = equal(different, count);
        counts[different - 1] = last;
        return counts;
    }

    /** Whole numbers without gaps whose counts are smooth, and small at an end, keep their density. */
    @Test
    void wholeNumbersAreAtomsWithGapsOrWhereNeighboursDiffer() {
        assertEquals(List.of(), atoms(WHOLE, counted(1, tapered(24, 40, 5))), "smooth");
        int[] hours = tapered(24, 10, 1);
        hours[0] = hours[6] = hours[12] = hours[18] = 40;
        assertEquals(24, atoms(WHOLE, counted(1, hours)).size(), "six o'clock stands out");
        assertEquals(24, atoms(WHOLE, counted(2, tapered(24, 40, 5))).size(), "every other number");
        assertEquals(24, atoms(WHOLE, counted(3, tapered(24, 40, 5))).size(), "multiples of three");
        int[] rough = tapered(25, 40, 5);
        for (int k = 1; k < 24; k += 2) {
            rough[k] = 24;
        }
        // the squared difference of 16 is 6.9 variances beside rare numbers, and 4.2 beside frequent ones
        assertEquals(25, atoms(WHOLE, counted(1, rough)).size());
        for (int k = 1; k < 24; k += 2) {
            rough[k] = 30;
        }
        assertEquals(List.of(), atoms(WHOLE, counted(1, rough)), "neighbours differ by chance");
    }

    /** Months are 1 to 12, and a density of them has a month 13. */
    @Test
    void wholeNumbersThatEndAbruptlyAreAtoms() {
        assertEquals(12, atoms(WHOLE, counted(1, equal(12, 20))).size());
        int[] years = tapered(20, 26, 10);
        assertEquals(List.of(), atoms(WHOLE, counted(1, years)), "less than two fifths of the mean");
        years[19] = 11;
        assertEquals(20, atoms(WHOLE, counted(1, years)).size());
        assertEquals(
                List.of(), atoms(WHOLE, counted(1, equal(21, 26))), "each of more labels has few rows to learn from");
        double[] later =
                Arrays.stream(counted(1, equal(12, 20))).map(x -> x + 1988).toArray();
        assertEquals(List.of(), atoms(WHOLE, later), "after these years another one comes");
        double[] months =
                Arrays.stream(counted(1, equal(12, 20))).map(x -> x + 1).toArray();
        assertEquals(12, atoms(WHOLE, months).size());
        int[] children = equal(12, 20);
        children[0] = 30;
        children[11] = 2;
        assertEquals(List.of(), atoms(WHOLE, counted(1, children)), "one end alone");
    }
}
