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
final class NumbersTest {
    private static final double ROUNDING = 1e-12;

    private static Rows rows(double... column) {
        return Rows.withGaps(
                Arrays.stream(column).mapToObj(x -> new double[] {x}).toArray(double[][]::new));
    }

    private static Numbers numbers(double... column) {
        return Numbers.of(new Column.Real("x"), rows(column), 0);
    }

    @Test
    void aColumnKnowsItsNumbers() {
        Numbers n = numbers(Double.NaN, 2, -7, 2, 5, 2, Double.NaN);
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

    private static Map<String, Double> atoms(Column column, Set<String> kept, double... numbers) {
        return AtomSearch.of(new Schema(List.of(column)), rows(numbers), kept);
    }

    /** Numbers 0.5, 1.5, …, each once, beside some that repeat. */
    private static double[] with(int others, int atoms, int second, int third) {
        return DoubleStream.concat(
                        DoubleStream.concat(
                                IntStream.range(0, atoms).mapToDouble(_ -> 0),
                                IntStream.range(0, second).mapToDouble(_ -> -3)),
                        DoubleStream.concat(
                                IntStream.range(0, third).mapToDouble(_ -> -4),
                                IntStream.range(0, others).mapToDouble(i -> i + 0.5)))
                .toArray();
    }

    /** An atom is in a tenth of the rows, eight times as often as the third most frequent number, beside at least twenty others. */
    @Test
    void aNumberThatRepeatsIsAnAtom() {
        Column x = new Column.Real("x");
        assertEquals(Map.of("x", 0.0), atoms(x, Set.of(), with(90, 10, 0, 0)));
        assertEquals(Map.of(), atoms(x, Set.of(), with(91, 10, 0, 0)), "less than a tenth");
        assertEquals(Map.of("x", 0.0), atoms(x, Set.of(), with(20, 8, 0, 0)));
        assertEquals(Map.of(), atoms(x, Set.of(), with(19, 8, 0, 0)), "19 others");
        assertEquals(Map.of(), atoms(x, Set.of(), with(20, 7, 0, 0)), "seven times as often");
        assertEquals(Map.of("x", 0.0), atoms(x, Set.of(), with(60, 16, 12, 2)), "the second may repeat");
        assertEquals(Map.of(), atoms(x, Set.of(), with(60, 16, 12, 3)));
        assertEquals(Map.of(), atoms(x, Set.of("x"), with(90, 10, 0, 0)), "a column that is kept");
        assertEquals(Map.of(), atoms(new Column.HeavyTailed("x"), Set.of(), with(90, 10, 0, 0)));
        double[] whole = Arrays.stream(with(90, 10, 0, 0)).map(Math::ceil).toArray();
        assertEquals(Map.of("x", 0.0), atoms(new Column.Whole("x"), Set.of(), whole));
    }

    /** The numbers 0, 1, …, each as often as is said. */
    private static double[] counted(int... counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .flatMapToDouble(i -> DoubleStream.generate(() -> i).limit(counts[i]))
                .toArray();
    }

    /** It is an atom, too, if it is eight times as frequent as the mean of the next two on either side, and four times as the third most frequent. */
    @Test
    void aNumberAmongRareOnesIsAnAtom() {
        Column x = new Column.Real("x");
        int[] counts = new int[25];
        Arrays.fill(counts, 5);
        counts[20] = counts[24] = 10;
        counts[10] = 40;
        assertEquals(Map.of("x", 10.0), atoms(x, Set.of(), counted(counts)));
        counts[20] = counts[24] = 11;
        assertEquals(Map.of(), atoms(x, Set.of(), counted(counts)), "less than four times as often as the third");
        counts[20] = counts[24] = 10;
        counts[8] = 6;
        assertEquals(Map.of(), atoms(x, Set.of(), counted(counts)), "the next but one below is more frequent");
        counts[8] = 5;
        counts[11] = 6;
        assertEquals(Map.of(), atoms(x, Set.of(), counted(counts)), "the next above is more frequent");
        counts[9] = 4;
        assertEquals(Map.of("x", 10.0), atoms(x, Set.of(), counted(counts)), "the mean of the four decides");
        counts[7] = counts[13] = 10;
        assertEquals(Map.of("x", 10.0), atoms(x, Set.of(), counted(counts)), "the third on a side does not count");

        int[] amounts = new int[25];
        Arrays.fill(amounts, 3);
        amounts[0] = 24;
        amounts[10] = amounts[20] = 6;
        assertEquals(Map.of("x", 0.0), atoms(x, Set.of(), counted(amounts)), "the least number has two next ones");
        amounts[2] = 4;
        assertEquals(Map.of(), atoms(x, Set.of(), counted(amounts)));
        int[] grades = new int[25];
        Arrays.fill(grades, 3);
        grades[24] = 24;
        grades[10] = grades[20] = 6;
        assertEquals(Map.of("x", 24.0), atoms(x, Set.of(), counted(grades)), "so has the greatest");
    }
}
