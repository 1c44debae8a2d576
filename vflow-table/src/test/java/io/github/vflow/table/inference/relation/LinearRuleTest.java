package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.inference.relation.LinearRule.Way;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Relation.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a linear function of columns is a rule, and with which weights, at the limits of each condition. */
final class LinearRuleTest {
    /** The sources of a rule and the column that it gives. */
    private record Candidate(List<ColumnNumbers> sources, ColumnNumbers of) {
        static Candidate of(int rows, IntToDoubleFunction column, IntToDoubleFunction... sources) {
            List<ColumnNumbers> all = new ArrayList<>();
            for (IntToDoubleFunction source : sources) {
                all.add(numbers("s" + all.size(), rows, source));
            }
            return new Candidate(all, numbers("of", rows, column));
        }

        private static ColumnNumbers numbers(String name, int rows, IntToDoubleFunction cell) {
            double[][] cells = IntStream.range(0, rows)
                    .mapToObj(i -> new double[] {cell.applyAsDouble(i)})
                    .toArray(double[][]::new);
            return ColumnNumbers.of(Column.real(name), Rows.withGaps(cells), 0);
        }

        Optional<Relation.Linear> rule(Way way, double... weights) {
            return new LinearRule(of, sources, weights).relation(way);
        }

        List<Double> weights(Way way, double... weights) {
            return rule(way, weights).orElseThrow().terms().stream()
                    .map(Term::weight)
                    .toList();
        }

        double offset(Way way, double... weights) {
            return rule(way, weights).orElseThrow().offset();
        }
    }

    /** −1 and 1 in turn. */
    private static int sign(int i) {
        return 1 - 2 * (i % 2);
    }

    /** −1 and 1, each twice, in turn. */
    private static int slowSign(int i) {
        return sign(i / 2);
    }

    private static double[] cents(long seed, int n) {
        return new Random(seed).doubles(n).map(u -> Math.rint(10_000 * u) / 100).toArray();
    }

    /** A weight, or its inverse, becomes the shortest number that differs from it by at most 10⁻⁶ of it. */
    @Test
    void weightsAndOffsetsAreShort() {
        double[] x = cents(1, 60);
        for (double weight : new double[] {1.8, -0.25, 1.0 / 3, 1 / 0.7, 2.512345, 3_000}) {
            Candidate c = Candidate.of(60, i -> weight * x[i] + 32, i -> x[i]);
            assertEquals(
                    Optional.of(weight),
                    c.rule(Way.EXACT, weight * (1 + 1e-7))
                            .map(r -> r.terms().getFirst().weight()));
            assertEquals(32, c.offset(Way.EXACT, weight * (1 + 1e-7)));
        }
    }

    /**
     * Of k sources with deviation s, a weight may also differ by 1/(4·s·k) of the last digit: here by 1/800. A longer weight would need more
     * different rows.
     */
    @Test
    void weightsAreAsLongAsTheDigitsOfTheColumnShow() {
        Candidate c =
                Candidate.of(40, i -> 11 + 51 * sign(i) + 51 * slowSign(i), i -> 100 * sign(i), i -> 100 * slowSign(i));
        assertEquals(List.of(0.51, 0.51), c.weights(Way.ROUNDED, 0.5111, 0.5111));
        assertEquals(Optional.empty(), c.rule(Way.ROUNDED, 0.5114, 0.5114));
    }

    /** The middle of the rests, with a shorter text if that differs by at most a tenth of the last digit. */
    @Test
    void offsetsOfRoundedColumnsAreShort() {
        for (double least : new double[] {-0.28, -0.34}) {
            Candidate c =
                    Candidate.of(40, i -> 11 + 100 * sign(i), i -> 11 + 100 * sign(i) - (i % 4 < 2 ? least : 0.1));
            assertEquals(least == -0.28 ? 0 : -0.1, c.offset(Way.ROUNDED, 1));
        }
    }

    /** Of exact columns an offset may differ by 10⁻¹⁰/2 of the greatest numbers: 10⁻⁸ of 100 and 100. */
    @Test
    void offsetsOfExactColumnsAreShort() {
        for (double more : new double[] {0.8e-8, 1.6e-8}) {
            Candidate c = Candidate.of(41, i -> 60 + i + 5 + more, i -> 60 + i);
            double size = 100 + 105;
            assertTrue(more < 1e-10 * size / 2 == more < 1e-8);
            assertEquals(more == 0.8e-8 ? 5 : 5.00000002, c.offset(Way.EXACT, 1));
        }
    }

    /** A source has a part if it moves the column by more than 10⁻⁷ of its deviation. */
    @Test
    void sourcesWithoutAPartAreLeftOut() {
        Candidate sum = Candidate.of(40, i -> 30 * sign(i), i -> 30 * sign(i), i -> 1_000 * slowSign(i));
        assertEquals(List.of(1.0), sum.weights(Way.EXACT, 1, 1e-10));
        assertEquals(Optional.empty(), sum.rule(Way.EXACT, 1e-9, 1e-10));
        Candidate small = Candidate.of(40, i -> 100 * sign(i), i -> 100_000 * sign(i));
        assertEquals(List.of(0.001), small.weights(Way.EXACT, 0.001));
    }

    /** A column is rounded from others if half of its last digit is at most a hundredth of its deviation. */
    @Test
    void columnsOfFewDigitsAreNotRounded() {
        for (int deviation : new int[] {49, 50}) {
            Candidate c =
                    Candidate.of(40, i -> 11 + deviation * sign(i), i -> 11 + deviation * sign(i) + 0.2 * slowSign(i));
            assertEquals(deviation == 50, c.rule(Way.ROUNDED, 1).isPresent(), deviation + "");
            assertEquals(Optional.empty(), c.rule(Way.EXACT, 1));
        }
    }

    /** Up to a third of the rows may lie where rounding turns: more than 0.45 of the last digit away. */
    @Test
    void aThirdOfTheRowsMayLieWhereRoundingTurns() {
        for (int open : new int[] {10, 11}) {
            Candidate c = Candidate.of(
                    30, i -> 11 + 100 * sign(i), i -> 11 + 100 * sign(i) + slowSign(i) * (i < open ? 0.48 : 0.2));
            assertEquals(open == 10, c.rule(Way.ROUNDED, 1).isPresent(), open + " rows");
        }
    }

    /** Exact rules hold in more rows than weights and ten, rounded ones in more than ten for each weight and ten. */
    @Test
    void rowsAreMoreThanChance() {
        for (int rows : new int[] {11, 12, 13, 20, 21, 30, 31}) {
            IntToDoubleFunction a = i -> 11 + 100 * sign(i) + 0.1 * slowSign(i);
            IntToDoubleFunction b = i -> 200 * slowSign(i);
            Candidate one = Candidate.of(rows, i -> 11 + 100 * sign(i), a);
            Candidate two = Candidate.of(rows, i -> 11 + 100 * sign(i) + 200 * slowSign(i), a, b);
            assertEquals(rows > 20, one.rule(Way.ROUNDED, 1).isPresent(), rows + " rows");
            assertEquals(rows > 30, two.rule(Way.ROUNDED, 1, 1).isPresent(), rows + " rows");
            Candidate exact = Candidate.of(rows, i -> 2 * a.applyAsDouble(i) + b.applyAsDouble(i), a, b);
            assertEquals(rows > 12, exact.rule(Way.EXACT, 2, 1).isPresent(), rows + " rows");
        }
    }

    /** Weights of more than two digits need more different rows than two and ten, in as many of which the column is not its usual number. */
    @Test
    void longWeightsNeedDifferentRows() {
        double[] x = cents(2, 60);
        double[] y = cents(3, 60);
        for (int different : new int[] {12, 13}) {
            for (int[] at : new int[][] {
                IntStream.range(0, 60).map(i -> i % different).toArray(),
                IntStream.range(0, 60).map(i -> i < different ? i : 59).toArray()
            }) {
                x[59] = 0;
                y[59] = 0;
                Candidate c = Candidate.of(60, i -> 1.234 * x[at[i]] + 0.567 * y[at[i]], i -> x[at[i]], i -> y[at[i]]);
                assertEquals(different == 13, c.rule(Way.EXACT, 1.234, 0.567).isPresent(), different + " rows");
                Candidate plain = Candidate.of(60, i -> 1.2 * x[at[i]] + 0.57 * y[at[i]], i -> x[at[i]], i -> y[at[i]]);
                assertTrue(plain.rule(Way.EXACT, 1.2, 0.57).isPresent(), "plain weights");
            }
        }
        Candidate single = Candidate.of(60, i -> 1.234 * x[i % 5], i -> x[i % 5]);
        assertTrue(single.rule(Way.EXACT, 1.234).isPresent(), "one weight");
    }

    /** Closed: a last digit of a source makes one or more whole last digits of the column. */
    @Test
    void closedRulesHaveWholeDigits() {
        double[] x = cents(4, 60);
        for (double weight : new double[] {1, 2, -1, 0.5, 1.5}) {
            Candidate c =
                    Candidate.of(60, i -> Math.rint(100 * weight * 2 * x[i]) / 100, i -> Math.rint(200 * x[i]) / 100);
            assertEquals(weight == Math.rint(weight), c.rule(Way.CLOSED, weight).isPresent(), "weight " + weight);
            assertTrue(c.rule(Way.EXACT, weight).isPresent(), "weight " + weight);
        }
        IntToDoubleFunction long17 = i -> 0.85 + x[i] / 1_001;
        Candidate full = Candidate.of(60, i -> 12 * long17.applyAsDouble(i), long17);
        assertEquals(15, full.of().digits().decimals());
        assertTrue(full.sources().getFirst().digits().decimals() > 15);
        assertTrue(full.rule(Way.CLOSED, 12).isPresent(), "numbers of full precision");
    }

    /** A row in which a number is missing says nothing. */
    @Test
    void theFirstRuleThatHoldsIsNotRounded() {
        double[] x = cents(5, 60);
        double[] y = cents(6, 60);
        Candidate c =
                Candidate.of(60, i -> i == 0 ? Double.NaN : Math.rint(100 * (x[i] + y[i])) / 100, i -> x[i], i -> y[i]);
        Relation.Linear rule = Arrays.stream(Way.values())
                .flatMap(way -> c.rule(way, 1, 1).stream())
                .findFirst()
                .orElseThrow();
        assertEquals(c.rule(Way.CLOSED, 1, 1).orElseThrow(), rule);
        assertEquals(false, rule.isRounded());
    }
}
