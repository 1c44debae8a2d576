package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of every bijector, for every line of the table. */
final class BijectorLawsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final long SEED = Seeds.of("BijectorLawsTest");
    private static final int DIMENSIONS = 4;
    /** Wide enough for the layout with the batch axis last. */
    private static final int BATCH = 20;
    /** The laws of the reference engine hold for each row alone, so that by day a few rows show them. */
    private static final int BATCH_OF_LAWS = NIGHTLY ? BATCH : 4;

    /** Where a logit stands on solid ground: beyond, x is within some units in the last place of the ends. */
    private static final double[] LATENT = {0, 1e-6, -1e-6, 1, -1, 8, -8};

    private static final double[] HARD = {0, 1e-6, -1e-6, 1, -1, 30, -30, 1e6, -1e6};
    private static final double[] HARD_IN_UNIT_INTERVAL = {0, 1e-6, 0.5, 1 - 1e-6, 1};
    private static final double[] HARD_INSIDE_UNIT_INTERVAL = {1e-6, 1e-30, 0.5, 1 - 1e-6, Math.nextDown(1f)};

    static Stream<BijectorTable.Row> rows() {
        return BijectorTable.rows();
    }

    @Provide
    Arbitrary<BijectorTable.Row> anyRow() {
        // a bounded image has tails so flat that its inverse clips them; those rows keep to the points of the table
        return Arbitraries.of(rows().filter(r -> r.domain().isOntoReals() && r.dimensions() == 0)
                .toList());
    }

    @Provide
    Arbitrary<BijectorTable.Row> anyRowOfImages() {
        return Arbitraries.of(rows().filter(r -> r.domain().isOntoReals() && r.dimensions() > 0)
                .toList());
    }

    private static Subject subject(BijectorTable.Row row) {
        return new Subject(row, DIMENSIONS, BATCH, SEED);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyBijectorKeepsTheLaws(BijectorTable.Row row) {
        assertLaws(new Subject(row, DIMENSIONS, BATCH_OF_LAWS, SEED));
    }

    @Property
    void lawsHoldForAnyShapeAndSeed(
            @ForAll("anyRow") BijectorTable.Row row,
            @ForAll @IntRange(min = 2, max = 6) int d,
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll long seed) {
        assertLaws(new Subject(row, d, batch, seed));
    }

    @Property(tries = 5)
    void lawsHoldForImagesOfAnySeed(
            @ForAll("anyRowOfImages") BijectorTable.Row row,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll long seed) {
        for (int k = 0; k < (NIGHTLY ? 12 : 1); k++) {
            assertLaws(new Subject(row, 0, batch, seed + k));
        }
    }

    private static void assertLaws(Subject s) {
        Subject.Image y = s.image(true, s.x);
        Subject.Image back = s.image(false, y.value());
        Approx.assertClose(s + ": inverse(forward(x))", s.x, back.value(), Approx.ROUND_TRIP);
        Approx.assertClose(s + ": logDet of the inverse, negated", y.logDet(), negated(back.logDet()), Approx.LOG_DET);
        assertLogDet(s, true, s.x, y.logDet());
        assertLogDet(s, false, y.value(), back.logDet());
        if (s.domain().isOntoReals()) {
            double[] latent = Eval.normal(s.size(), 1.5, new SplittableRandom(SEED));
            Subject.Image x = s.image(false, latent);
            Approx.assertClose(
                    s + ": forward(inverse(y))",
                    latent,
                    s.image(true, x.value()).value(),
                    Approx.ROUND_TRIP);
            if (NIGHTLY) {
                assertLogDet(s, false, latent, x.logDet());
            } else {
                // differences of the inverse were taken at the images above
                assertByGradient(s, false, latent, x.logDet());
            }
        }
    }

    private static void assertLogDet(Subject s, boolean forward, double[] at, double[] logDet) {
        assertByGradient(s, forward, at, logDet);
        // near the edge of a bounded image no fixed step is small, so its inverse has the gradient only
        if (forward || s.domain().isOntoReals()) {
            Approx.assertClose(
                    logDetOf(s, forward) + " by differences",
                    s.logDetByDifferences(forward, at),
                    logDet,
                    differences(s));
        }
    }

    private static void assertByGradient(Subject s, boolean forward, double[] at, double[] logDet) {
        Approx.assertClose(
                logDetOf(s, forward) + " by gradient", s.logDetByGradient(forward, at), logDet, Approx.LOG_DET);
    }

    private static String logDetOf(Subject s, boolean forward) {
        return s + ": logDet of " + (forward ? "forward" : "inverse");
    }

    private static Approx.Tolerance differences(Subject s) {
        return s.domain() == BijectorTable.Domain.REALS_WITH_KNOTS
                ? Approx.LOG_DET_DIFFERENCES_AT_KNOTS
                : Approx.LOG_DET_DIFFERENCES;
    }

    private static double[] negated(double[] numbers) {
        return Arrays.stream(numbers).map(v -> -v).toArray();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hardInputsStayFinite(BijectorTable.Row row) {
        Subject s = subject(row);
        boolean unit = s.domain() == BijectorTable.Domain.UNIT_INTERVAL;
        for (double[] x : hardRows(s, unit ? HARD_IN_UNIT_INTERVAL : HARD)) {
            Subject.Image y = s.image(true, x);
            String what = s + ": forward of " + Arrays.toString(Arrays.copyOf(x, s.dimensions()));
            Approx.assertFinite(what, y.value());
            Approx.assertFinite(what + ", logDet", y.logDet());
            if (s.domain().isOntoReals()) {
                Approx.assertClose(
                        what + " and back", x, s.image(false, y.value()).value(), Approx.HARD_ROUND_TRIP);
            }
        }
        for (double[] y : hardRows(s, hardImages(s))) {
            Subject.Image x = s.image(false, y);
            String what = s + ": inverse of " + Arrays.toString(Arrays.copyOf(y, s.dimensions()));
            Approx.assertFinite(what, x.value());
            Approx.assertFinite(what + ", logDet", x.logDet());
        }
        double[][] solid = hardRows(s, unit ? LATENT : hardImages(s));
        for (double[] y : !s.domain().isOntoReals() ? new double[0][] : solid) {
            double[] again = s.image(true, s.image(false, y).value()).value();
            Approx.assertClose(s + ": there and back", y, again, Approx.HARD_ROUND_TRIP);
        }
    }

    private static double[] hardImages(Subject s) {
        return switch (s.domain()) {
            case ONTO_UNIT_INTERVAL -> HARD_INSIDE_UNIT_INTERVAL;
            case REALS_LOGARITHMIC -> LATENT;
            case REALS, REALS_WITH_KNOTS, REALS_UNIT_VOLUME, UNIT_INTERVAL, BOUNDED_IMAGE -> HARD;
        };
    }

    /** Batches: each hard number in all dimensions, and then hard numbers shuffled over the dimensions. */
    private static double[][] hardRows(Subject s, double[] hard) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] same = new double[s.size()];
        double[] mixed = new double[s.size()];
        Arrays.setAll(same, i -> hard[i / s.dimensions() % hard.length]);
        Arrays.setAll(mixed, _ -> hard[random.nextInt(hard.length)]);
        return new double[][] {same, mixed};
    }

    @ParameterizedTest
    @MethodSource("rows")
    void float32IsNearDouble(BijectorTable.Row row) {
        Subject s = subject(row);
        var engine = Engines.vector(1);
        Subject.Image exact = s.image(true, s.x);
        Subject.Image single = s.image(engine, true, s.x);
        Approx.assertClose(s + ": value in float32", exact.value(), single.value(), Approx.FLOAT32);
        Approx.assertClose(s + ": logDet in float32", exact.logDet(), single.logDet(), Approx.FLOAT32);
        Subject.Image back = s.image(engine, false, single.value());
        Approx.assertClose(s + ": back in float32", s.x, back.value(), Approx.FLOAT32_ROUND_TRIP);
        Approx.assertClose(
                s + ": logDet of the inverse in float32, negated",
                exact.logDet(),
                negated(back.logDet()),
                Approx.FLOAT32_ROUND_TRIP);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hardInputsStayFiniteInFloat32(BijectorTable.Row row) {
        Subject s = subject(row);
        boolean unit = s.domain() == BijectorTable.Domain.UNIT_INTERVAL;
        double[][] hard = hardRows(s, unit ? HARD_IN_UNIT_INTERVAL : HARD);
        for (Subject.Image y : s.images(Engines.vector(1), true, hard)) {
            Approx.assertFinite(s + ": forward in float32", y.value());
            Approx.assertFinite(s + ": forward in float32, logDet", y.logDet());
        }
        for (Subject.Image x : s.images(Engines.vector(1), false, hardRows(s, hardImages(s)))) {
            Approx.assertFinite(s + ": inverse in float32", x.value());
            Approx.assertFinite(s + ": inverse in float32, logDet", x.logDet());
        }
    }

    /** No row looks at another: moving the first leaves all others as they were. */
    @ParameterizedTest
    @MethodSource("rows")
    void rowsAreIndependent(BijectorTable.Row row) {
        Subject s = subject(row);
        double[] moved = s.x.clone();
        double[] other = s.inputs(1, new SplittableRandom(SEED + 1));
        System.arraycopy(other, 0, moved, 0, other.length);
        int d = s.dimensions();
        double[] before = s.image(true, s.x).value();
        double[] after = s.image(true, moved).value();
        assertArrayEquals(
                Arrays.copyOfRange(before, d, before.length), Arrays.copyOfRange(after, d, after.length), s.toString());
    }
}
