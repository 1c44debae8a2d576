package io.github.vflow.flow.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.data.standardization.CellState;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.column.Atom;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.FillOne;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.SubsetDensity;
import io.github.vflow.flow.surjection.column.WholeNumbers;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** back(lift(x)) = x, and the importance weights exp(ln p(v) + added) have the mean p(x). */
final class SurjectionLawsTest {
    private static final long SEED = Seeds.of("SurjectionLawsTest");
    private static final int DRAWS = Boolean.getBoolean("vflow.nightly") ? 20_000 : 4_000;

    private static double[] points(SurjectionTable.Row row) {
        return row.whole() ? new double[] {0, 1, 2, 3} : new double[] {0.1, 0.5, 0.9};
    }

    private record Lifts(double[] logWeights, double[] back) {}

    /** The draws of a point of a row, which two laws look at. */
    private static final Map<String, Lifts> KNOWN = new HashMap<>();

    /** Many draws of a known point. */
    private static Lifts lifts(SurjectionTable.Row row, double point) {
        return KNOWN.computeIfAbsent(row + " at " + point, _ -> lifts(row.surjection(), point, CellState.KNOWN));
    }

    /** Many draws of a cell. */
    private static Lifts lifts(Surjection s, double point, CellState state) {
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(DRAWS, 1));
        Tensor noise = s.noise() == 0 ? x : t.batch("noise", Shape.of(DRAWS, s.noise()));
        Cells cells = new Cells(x, t.constant(state.code()).broadcast(x.shape()));
        Lifted v = cells.lift(s, noise, Condition.none());
        Shape flat = SurjectionTable.flat(v.value());
        assertEquals(1 + s.augment(), flat.dim(1));
        assertEquals(Shape.of(DRAWS), v.added().shape());
        t.output("w", StandardNormal.INSTANCE.logProb(v.value().reshape(flat)).plus(v.added()));
        t.output("back", s.back(v.value()));
        double[] repeated = new double[DRAWS];
        Arrays.fill(repeated, point);
        Map<String, double[]> in = new HashMap<>(Map.of("x", repeated));
        if (s.noise() > 0) {
            in.put("noise", Eval.normal(DRAWS * s.noise(), 1, new SplittableRandom(SEED)));
        }
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, in);
        return new Lifts(out.get("w"), out.get("back"));
    }

    static Stream<SurjectionTable.Row> rows() {
        return SurjectionTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theWayBackGivesTheData(SurjectionTable.Row row) {
        for (double x : points(row)) {
            for (double back : lifts(row, x).back) {
                if (row.whole()) {
                    assertTrue(back >= x && back <= x + 1, row + ": " + back + " of " + x);
                } else {
                    assertEquals(x, back, 1e-12, row.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theWeightsHaveTheDensityAsTheirMean(SurjectionTable.Row row) {
        for (double x : points(row)) {
            ImportanceEstimate e = ImportanceEstimate.of(lifts(row, x).logWeights);
            assertEquals(
                    row.logProb().applyAsDouble(x),
                    e.logProb(),
                    Approx.STANDARD_ERRORS * e.standardError() + 1e-9,
                    row + " at " + x + ", seed " + SEED);
        }
    }

    /** Whatever stands for a missing cell is integrated out. */
    @ParameterizedTest
    @MethodSource("columns")
    void aMissingCellHasMassOne(SurjectionTable.Row row) {
        Surjection filling = SurjectionTable.filling(row.surjection());
        ImportanceEstimate e = ImportanceEstimate.of(lifts(filling, 7, CellState.MISSING).logWeights);
        assertEquals(
                0, e.logProb(), Approx.STANDARD_ERRORS * e.standardError() + 1e-9, row + ": " + e + ", seed " + SEED);
    }

    /** The same for the way that takes one missing cell, and the copies of a row. */
    @Test
    void oneMissingCellHasMassOne() {
        Surjection filling = new FillOne(SurjectionTable.filling(new Bijective(new Scale(4))), 50);
        ImportanceEstimate e = ImportanceEstimate.of(lifts(filling, 7, CellState.MISSING).logWeights);
        assertEquals(0, e.logProb(), Approx.STANDARD_ERRORS * e.standardError() + 1e-9, e + ", seed " + SEED);
        assertTrue(e.standardError() > 0, "the copies have noise of their own");
        assertEquals(
                "FillOne: a column must have one dimension and no noise but the columns have 1 dimensions and 2 numbers of noise;"
                        + " use FillMissing",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new FillOne(SurjectionTable.filling(SurjectionTable.wholeNumbers()), 1))
                        .getMessage());
    }

    /** At the atom of a column the flow of independent noise cancels, and so does the unit of the column. */
    @Test
    void anAtomHasNoDensity() {
        Atom standard = new Atom(new Bijective(new Scale(4)), List.of(0.0), 1, 0.4, List.of());
        for (double w : lifts(standard, -2, CellState.AT_ATOM).logWeights) {
            assertEquals(0.4, w, 1e-12);
        }
        // the flow is N(0, 1), so the noise of another normal distribution has weights with the mean exp(0.4)
        Atom narrow = new Atom(new Bijective(new Scale(4)), List.of(0.2), 1.3, 0.4, List.of());
        ImportanceEstimate e = ImportanceEstimate.of(lifts(narrow, -2, CellState.AT_ATOM).logWeights);
        assertEquals(0.4, e.logProb(), Approx.STANDARD_ERRORS * e.standardError() + 1e-9);
    }

    /** A term of several columns together cannot be taken back for those that are missing. */
    @Test
    void aPartOfSeveralColumnsMustNotChangeThem() {
        Parallel together = new Parallel(List.of(new Parallel.Part(2, new Bijective(new Scale(4)))));
        SubsetDensity r = new SubsetDensity(List.of(new SubsetDensity.Block(0, 2, seen -> seen)), 1, Optional.empty());
        assertEquals(
                "FillMissing: a part of several columns must leave them as they are, or map each by itself, so that the term of each is known; give"
                        + " each column a part of its own",
                assertThrows(IllegalArgumentException.class, () -> new FillMissing(together, r, List.of(0.0, 0.0)))
                        .getMessage());
    }

    static Stream<SurjectionTable.Row> columns() {
        return SurjectionTable.rows()
                .filter(row ->
                        row.surjection() instanceof WholeNumbers || row.name().equals("Bijective Scale"));
    }

    /** Whoever adds a surjection adds a line to the table, or this fails. */
    @Test
    void everySurjectionIsInTheTable() throws IOException, URISyntaxException {
        Path folder = Path.of(Surjection.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(Bijective.class.getPackageName().replace('.', '/'));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name =
                        folder.relativize(file).toString().replace(".class", "").replace(File.separatorChar, '.');
                if (!name.contains("-")) {
                    Class<?> c = load(Bijective.class.getPackageName() + "." + name);
                    if (!c.isInterface() && Surjection.class.isAssignableFrom(c)) {
                        there.add(c.getSimpleName());
                    }
                }
            }
        }
        Set<String> rows = SurjectionTable.rows()
                .map(row -> row.surjection().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(there.size() >= 8, "the scan found only " + there);
        assertEquals(there, rows, "add a line to SurjectionTable for each of these");
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
