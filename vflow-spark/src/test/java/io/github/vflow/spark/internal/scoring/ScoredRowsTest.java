package io.github.vflow.spark.internal.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.VFlow;
import io.github.vflow.spark.VFlowModel;
import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The rows of a partition, without a session. */
class ScoredRowsTest {
    private static final StructType SCHEMA =
            new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DoubleType);

    /** Of two columns, and one that is ignored. */
    private static final TableModel MODEL = model();

    /** A number of a Row that cannot be turned into text. */
    private static final class Silent extends BigDecimal {
        private static final long serialVersionUID = 1;

        Silent(double value) {
            super(value);
        }

        @Override
        public String toString() {
            throw new AssertionError("a number was turned into text");
        }
    }

    private static List<Row> scored(TableModel model, List<Row> rows) {
        Iterator<Row> scored = new ScoredRows(
                model,
                rows.iterator(),
                Cells.needed(model, SCHEMA),
                new Scoring.Added("s", 0, "", "", "", ""),
                HandleInvalid.ERROR);
        List<Row> all = new ArrayList<>();
        scored.forEachRemaining(all::add);
        return all;
    }

    @Test
    void numbersStayNumbers() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[5_000][];
        java.util.Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        TableModel model = MODEL;
        List<Row> rows = new ArrayList<>();
        for (double[] row : numbers) {
            rows.add(RowFactory.create(new Silent(row[0]), row[1]));
        }
        List<Row> scored = scored(model, rows);
        assertEquals(numbers.length, scored.size());
        double[] expected = model.logProb(numbers);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], scored.get(i).getDouble(2), "row " + i);
        }
    }

    private static TableModel model() {
        SplittableRandom random = new SplittableRandom(2);
        List<Map<String, Double>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(Map.of("a", random.nextGaussian(), "i", 1.0, "b", random.nextGaussian()));
        }
        Schema schema = new Schema(List.of(Column.real("a"), Column.ignored("i"), Column.real("b")));
        return TableModel.fit(
                Table.of(schema, rows),
                Recipe.standard().withSteps(2).withFillSteps(2).withNoise(0.0).withCalibration(0.5));
    }

    /** A constant is read, since another value in its place is an alarm. */
    @Test
    void constantsAreReadAndIgnoredColumnsAreNot() {
        Schema schema = new Schema(
                List.of(Column.real("a"), Column.ignored("i"), Column.constant("one", "1"), Column.real("b")));
        TableModel model = TableModel.fit(
                Table.of(
                        schema,
                        IntStream.range(0, 60)
                                .mapToObj(i -> Map.of("a", i % 7 + 0.5, "i", i, "one", 1, "b", i % 11 + 0.25))
                                .toList()),
                Recipe.standard().withSteps(1).withFillSteps(1).withNoise(0.0).withCalibration(0));
        assertEquals(List.of("a", "one", "b"), Cells.needed(model));
    }

    private static Iterator<Row> scored(TableModel model, double rate, HandleInvalid invalid, Row... rows) {
        return new ScoredRows(
                model,
                List.of(rows).iterator(),
                Cells.needed(model, SCHEMA),
                new Scoring.Added("s", rate, "c", "p", "l", "r"),
                invalid);
    }

    /** A row with an infinite number is refused, left out, or has no score; after the last row there is none. */
    @Test
    void rowsThatCannotBeScored() {
        TableModel model = MODEL;
        Row good = RowFactory.create(0.1, 0.2);
        Row bad = RowFactory.create(Double.POSITIVE_INFINITY, 0.2);
        double score = model.logProb(0.1, 0.2);
        Iterator<Row> skipped = scored(model, 0, HandleInvalid.SKIP, bad, good, bad);
        assertEquals(RowFactory.create(0.1, 0.2, score), skipped.next());
        assertFalse(skipped.hasNext());
        assertThrows(NoSuchElementException.class, skipped::next);
        Iterator<Row> kept = scored(model, 0.05, HandleInvalid.KEEP, bad, good);
        Row unscored = kept.next();
        for (int j = 2; j < 6; j++) {
            assertTrue(unscored.isNullAt(j), unscored::toString);
        }
        assertTrue(unscored.getString(6).startsWith("column a holds \"Infinity\""), unscored::toString);
        Row judged = kept.next();
        assertEquals(7, judged.size());
        assertEquals(model.alarm(0.05).judge(0.1, 0.2).score(), judged.getDouble(3));
        assertEquals(model.alarm(0.05).judge(0.1, 0.2).pValue(), judged.getDouble(4));
        assertFalse(judged.getBoolean(5));
        assertEquals("", judged.getString(6));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> scored(model, 0, HandleInvalid.ERROR, bad).next());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("set handleInvalid to skip or keep"), refused::toString);
        Row far = scored(model, 0.05, HandleInvalid.ERROR, RowFactory.create(80.0, 0.2))
                .next();
        assertTrue(far.getBoolean(5));
        assertTrue(far.getString(6).startsWith("a is 80"), far::toString);
        assertEquals(score, LogProbFunction.of(model, new GenericRowWithSchema(new Object[] {0.1, 0.2}, SCHEMA)));
        assertNull(LogProbFunction.of(model, new GenericRowWithSchema(new Object[] {1e300, 0.2}, SCHEMA)));
        assertNull(LogProbFunction.of(model, null));
    }

    /** A missing cell is a reason of a verdict; a row that is no alarm has none in the column. */
    @Test
    void rowsThatAreNoAlarmsHaveNoReason() {
        double rate = 0.05;
        assertFalse(MODEL.alarm(rate).judge(Double.NaN, 0.2).isAlarm());
        assertEquals("a is missing", MODEL.alarm(rate).judge(Double.NaN, 0.2).reason());
        Iterator<Row> judged =
                scored(MODEL, rate, HandleInvalid.ERROR, RowFactory.create(null, 0.2), RowFactory.create(null, 80.0));
        Row usual = judged.next();
        assertFalse(usual.getBoolean(5));
        assertEquals("", usual.getString(6));
        Row odd = judged.next();
        assertTrue(odd.getBoolean(5));
        assertTrue(odd.getString(6).startsWith("b is 80"), odd::toString);
    }

    /** A Dataset that is scored needs no column that the model ignores. */
    @Test
    void ignoredColumnsAreNotNeeded() {
        assertEquals(List.of("a", "b"), Cells.needed(MODEL));
        List<Row> scored = scored(MODEL, List.of(RowFactory.create(0.1, 0.2)));
        assertTrue(Double.isFinite(scored.getFirst().getDouble(2)), scored::toString);
    }

    @Test
    void columnsAreAddedBehindThoseOfTheRow() {
        Scoring.Added score = new Scoring.Added("s", 0, "c", "p", "l", "r");
        assertFalse(score.hasAlarms());
        assertEquals(List.of("a", "b", "s"), List.of(score.appendedTo(SCHEMA).fieldNames()));
        Scoring.Added alarms = new Scoring.Added("s", 0.01, "c", "p", "l", "r");
        assertTrue(alarms.hasAlarms());
        assertEquals(
                SCHEMA.add("s", DataTypes.DoubleType)
                        .add("c", DataTypes.DoubleType)
                        .add("p", DataTypes.DoubleType)
                        .add("l", DataTypes.BooleanType)
                        .add("r", DataTypes.StringType),
                alarms.appendedTo(SCHEMA));
        for (String taken : List.of("a", "s")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Scoring.Added("s", 0.01, "c", "p", "l", taken).appendedTo(SCHEMA));
        }
        assertEquals(
                List.of("a", "b", "s"),
                List.of(new Scoring.Added("s", 0, "c", "p", "l", "a")
                        .appendedTo(SCHEMA)
                        .fieldNames()),
                "columns that are not added take no name");
    }

    /** An executor builds the model of the file that the driver sends. */
    @Test
    void aSentModelIsTheSame() throws IOException, ClassNotFoundException {
        BroadcastModel sent = BroadcastModel.of(MODEL);
        assertSame(MODEL, sent.model());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            BroadcastModel there = (BroadcastModel) in.readObject();
            TableModel built = there.model();
            assertSame(built, there.model());
            assertEquals(MODEL.logProb(0.1, 0.2), built.logProb(0.1, 0.2));
            assertArrayEquals(sent.file(), there.file());
        }
    }

    @Test
    void aModelHasAnIdentifierAndSaysItsKind() {
        VFlowModel model = VFlowModel.of(MODEL);
        assertTrue(model.uid().startsWith("vflow"), model.uid());
        assertEquals("VFlowModel: uid=" + model.uid() + ", " + MODEL, model.toString());
        assertEquals("mine", new VFlow("mine").uid());
    }
}
