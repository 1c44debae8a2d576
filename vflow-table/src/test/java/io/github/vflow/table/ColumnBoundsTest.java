package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with an atom and with bounds: what is said about them, and how a user overrules it. */
final class ColumnBoundsTest {
    private static final int ROWS = 500;
    private static final ReadOptions USUAL = ReadOptions.standard();

    @TempDir
    Path dir;

    /** Every fifth amount is 0, every third count of visits 7; a change has either sign. */
    private static String rows(double outlier) {
        SplittableRandom random = new SplittableRandom(1);
        return "amount,visits,change\n"
                + IntStream.range(0, ROWS)
                        .mapToObj(i -> String.format(
                                Locale.ROOT,
                                "%.2f,%d,%.3f",
                                i % 5 == 0 ? 0 : i == 1 ? outlier : 20 + 100 * random.nextDouble(),
                                i % 3 == 0 ? 7 : random.nextInt(100, 400),
                                random.nextGaussian()))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private Table.Reading read(String text, ReadOptions options) throws IOException {
        return Table.read(CsvSource.of(Files.writeString(dir.resolve("t.csv"), text)), options);
    }

    private static String use(Table.Reading reading, String column) {
        return reading.columns().stream()
                .filter(c -> c.column().name().equals(column))
                .map(Schema.Summary::use)
                .findFirst()
                .orElseThrow();
    }

    private static String notes(Table.Reading reading) {
        return reading.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void theSchemaNamesAtomsAndBounds() throws IOException {
        Table.Reading reading = read(rows(50), USUAL);
        assertEquals("probability of 0, density of the others; never negative", use(reading, "amount"));
        assertEquals("probability of 7, and of the others; never negative", use(reading, "visits"));
        assertEquals("density", use(reading, "change"));
        String notes = notes(reading);
        assertTrue(
                notes.contains(
                        "column 1 (amount) is 0 in 20.0 % of the rows, so this number has a probability of its own,"
                                + " and the others have a density; give it the kind real to model all numbers alike"),
                notes);
        assertTrue(notes.contains("column 2 (visits) is 7 in 33.4 % of the rows"), notes);
        assertTrue(notes.contains("name it as missing (--missing 7) if it stands for no value"), notes);
        Schema schema = reading.table().schema();
        assertEquals(Column.real("amount").withAtoms(List.of(0.0)), schema.column("amount"));
        assertEquals(Column.whole("visits").withAtoms(List.of(7.0)), schema.column("visits"));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @Test
    void aKindOverrulesAnAtom() throws IOException {
        ReadOptions asked = USUAL.with("amount", ReadOptions.Kind.REAL).with("visits", ReadOptions.Kind.WHOLE);
        Table.Reading reading = read(rows(50), asked);
        assertEquals(Column.real("amount"), reading.table().schema().column("amount"));
        assertEquals(Column.whole("visits"), reading.table().schema().column("visits"));
        assertFalse(notes(reading).contains("a probability of its own"), notes(reading));
    }

    @Test
    void boundsThatAreGivenOverruleThoseOfTheRows() throws IOException {
        ReadOptions asked =
                USUAL.with("amount", ReadOptions.Kind.BOUNDED).with("amount", new ReadOptions.Range(-100, 1_000));
        Table.Reading reading = read(rows(50), asked);
        assertEquals("density, by a logit", use(reading, "amount"));
        assertEquals(List.of("visits"), Untrained.of(reading.table()).neverNegative());
        assertEquals(
                List.of("amount", "visits"),
                Untrained.of(read(rows(50), USUAL).table()).neverNegative());
    }

    /** The scale of a column is that of the other numbers, of which half may lie at the atom. */
    @Test
    void numbersThatRuinTheScaleAreFoundBesideAnAtom() throws IOException {
        String asked = notes(read(rows(1e12), USUAL.with("amount", ReadOptions.Kind.REAL)));
        assertTrue(asked.contains("column 1 (amount) has numbers that ruin its scale in 1 of 500 rows"), asked);
        Table.Reading heavy = read(rows(1e12), USUAL);
        assertEquals(List.of(), heavy.problems());
        assertEquals("density, by an arcsinh; never negative", use(heavy, "amount"));
        assertTrue(
                notes(heavy).contains("column 1 (amount) has numbers far beyond the others in 1 of 500 rows"),
                notes(heavy));
    }

    /** One number that is wrong by twenty orders of magnitude leaves the density of the others about as it is. */
    @Test
    void aTableWithOneGrossErrorIsLearned() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        String text = IntStream.range(0, ROWS)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%s,%.4f",
                        i == 7 ? "1e20" : "%.4f".formatted(random.nextGaussian()),
                        random.nextGaussian()))
                .collect(Collectors.joining("\n", "a,b\n", "\n"));
        TableModel model = TableModel.fit(
                read(text, USUAL).orThrow(),
                Recipe.standard().withSteps(60).withFillSteps(1).withNoise(0.0).withCalibration(0));
        assertEquals(-Math.log(2 * Math.PI), model.logProb(new double[] {0, 0}), 0.5);
        assertEquals(-Math.log(2 * Math.PI) - 1, model.logProb(new double[] {1, -1}), 0.5);
        assertTrue(model.logProb(new double[] {1e20, 0}) < -40);
    }
}
