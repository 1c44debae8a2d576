package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MarginalChoiceTest {
    private static final long SEED = Seeds.of("MarginalChoiceTest");
    private static final ColumnSpec REAL = new ColumnSpec.Real();

    private static Rows rows(int n, Function<SplittableRandom, double[]> row) {
        SplittableRandom random = new SplittableRandom(SEED);
        return Rows.withGaps(Stream.generate(() -> row.apply(random)).limit(n).toArray(double[][]::new));
    }

    /** A product of powers is a line between logarithms, so maps make the relation straight. */
    @Test
    void skewedColumnsGetMaps() {
        Rows rows = rows(800, r -> {
            double u = r.nextGaussian();
            return new double[] {Math.exp(u), Math.exp(u + 0.3 * r.nextGaussian()), r.nextGaussian()};
        });
        MarginalChoice choice = MarginalChoice.of(List.of(), rows, 3).orElseThrow();
        List<ColumnSpec> kinds = choice.kinds();
        assertTrue(choice.gain() > 0, "gain " + choice.gain());
        assertTrue(
                kinds.get(0).marginal().isPresent() && kinds.get(1).marginal().isPresent(), kinds.toString());
        assertEquals(REAL, kinds.get(2), "a normal law");
    }

    /** Fine maps are taken for amounts over orders of magnitude, and for a law of one scale the usual ones. */
    @Test
    void theMapsThatExplainTheRowsBestAreTaken() {
        Rows amounts = rows(800, r -> new double[] {Math.exp(3 * r.nextGaussian()), Math.exp(3 * r.nextGaussian())});
        Rows skewed = rows(800, r -> new double[] {Math.exp(0.5 * r.nextGaussian()), r.nextGaussian()});
        assertEquals(
                MarginalMap.ofAmounts(amounts.known(1)),
                MarginalChoice.of(List.of(), amounts, 2)
                        .orElseThrow()
                        .kinds()
                        .get(1)
                        .marginal());
        assertEquals(
                MarginalMap.of(skewed.known(0)),
                MarginalChoice.of(List.of(), skewed, 2)
                        .orElseThrow()
                        .kinds()
                        .get(0)
                        .marginal());
    }

    /** Sums of the same two-valued number are its lines, which maps would bend. */
    @Test
    void linearRelationsOfColumnsWithOtherLawsStayStraight() {
        Rows rows = rows(800, r -> {
            double side = r.nextBoolean() ? 3 : -3;
            double a = side + 0.3 * r.nextGaussian();
            double b = r.nextGaussian();
            return new double[] {a + b, a - b + 0.01 * r.nextGaussian(), a + 0.01 * r.nextGaussian()};
        });
        assertEquals(Optional.empty(), MarginalChoice.of(List.of(), rows, 3));
        // each column by itself has a map
        assertTrue(MarginalMap.of(rows.known(2)).isPresent());
        assertTrue(MarginalChoice.of(List.of(), rows, 1)
                .orElseThrow()
                .kinds()
                .getFirst()
                .marginal()
                .isPresent());
    }

    /** An atom does not count for the law of the others, the middle of a whole number does, and gaps and other kinds stay out. */
    @Test
    void eachKindOfNumbersGetsTheMapOfItsLaw() {
        Rows rows = rows(900, r -> new double[] {
            r.nextInt(3) == 0 ? -7 : Math.exp(r.nextGaussian()),
            Math.floor(Math.exp(4 + r.nextGaussian())),
            r.nextInt(5) == 0 ? Double.NaN : Math.exp(r.nextGaussian()),
            Math.exp(r.nextGaussian()),
            r.nextInt(3)
        });
        ColumnSpec whole = new ColumnSpec.Whole(100, 90);
        List<ColumnSpec> kinds = List.of(
                new ColumnSpec.Atom(-7, REAL),
                whole,
                REAL,
                new ColumnSpec.HeavyTailed(1, 1),
                ColumnSpec.Category.of(3));
        List<ColumnSpec> mapped =
                MarginalChoice.of(kinds, rows, 5).orElseThrow().kinds();
        assertEquals(kinds.subList(3, 5), mapped.subList(3, 5));
        assertEquals(kinds, mapped.stream().map(MarginalChoiceTest::withoutMap).toList());
        MarginalCurve others = mapped.get(0).marginal().orElseThrow().curve();
        assertMoments(others, Arrays.stream(rows.known(0)).filter(x -> x != -7).toArray());
        assertMoments(
                mapped.get(1).marginal().orElseThrow().curve(),
                Arrays.stream(rows.known(1)).map(x -> x + 0.5).toArray());
        assertMoments(mapped.get(2).marginal().orElseThrow().curve(), rows.known(2));
        assertEquals(Optional.empty(), MarginalChoice.of(mapped, rows, 5), "maps stay");
    }

    private static ColumnSpec withoutMap(ColumnSpec kind) {
        return kind instanceof ColumnSpec.Atom a ? new ColumnSpec.Atom(a.values(), a.plain()) : kind.plain();
    }

    private static void assertMoments(MarginalCurve curve, double[] numbers) {
        double[] y = Arrays.stream(numbers).map(curve::forward).toArray();
        assertEquals(0, Arrays.stream(y).average().orElseThrow(), 1e-9);
        assertEquals(1, Arrays.stream(y).map(v -> v * v).average().orElseThrow(), 1e-9);
    }
}
