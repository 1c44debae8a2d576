package io.github.vflow.table.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which cells of a record are filled, by what, and which stay. The drawn rows are made up. */
final class RecordFillerTest {
    private static final TableModel MODEL = Untrained.of(
            Table.of(rows()),
            Recipe.standard()
                    .withArchitecture(RowSpec.of(3, 0, 1)
                            .withConditioner(List.of(4), Activation.TANH)
                            .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(4), Activation.TANH), 2)))
                    .withNoise(0.0));

    /** A colour, a size, its double, from which the model takes it, and a weight. */
    private static List<Map<String, Object>> rows() {
        SplittableRandom random = new SplittableRandom(3);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            double size = Math.rint(100 * random.nextGaussian()) / 8;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("colour", i % 3 == 0 ? "red" : "blue");
            row.put("size", size);
            row.put("twice", 2 * size);
            row.put("weight", random.nextGaussian());
            row.put("unit", "kg");
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> record(
            @Nullable Object colour, @Nullable Object size, @Nullable Object twice, @Nullable Object weight) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        // the source has its columns in an order of its own, and one more
        row.put("note", "a note");
        row.put("weight", weight);
        row.put("twice", twice);
        row.put("size", size);
        row.put("colour", colour);
        row.put("unit", null);
        return row;
    }

    private static double[][] never(double[] row) {
        throw new AssertionError("nothing is to be drawn for " + Arrays.toString(row));
    }

    private static <T> T read(Map<String, @Nullable Object> row, BiFunction<RecordFiller, RecordReader.Entry, T> use)
            throws IOException {
        try (RecordReader records =
                RecordReader.open(ObjectSource.ofMaps(List.of(row)), MODEL.schema(), ReadOptions.standard())) {
            RecordReader.Entry entry = records.next().getFirst();
            return use.apply(new RecordFiller(MODEL, records), entry);
        }
    }

    private static List<List<String>> filled(
            Map<String, @Nullable Object> row, int copies, Function<double[], double[][]> draw) throws IOException {
        return read(
                row,
                (filler, entry) -> filler.fill(entry, copies, draw).stream()
                        .map(copy -> copy.stream()
                                .map(c -> c.place() + " " + c.column().name() + " " + c.number())
                                .toList())
                        .toList());
    }

    @Test
    void aRelationFillsBeforeAnythingIsDrawn() throws IOException {
        assertEquals(List.of("colour", "twice", "weight"), MODEL.columns());
        assertEquals(List.of(List.of("2 twice 3.0")), filled(record("red", 1.5, null, 7), 1, RecordFillerTest::never));
        assertEquals(List.of(List.of("3 size 1.5")), filled(record("red", null, 3.0, 7), 1, RecordFillerTest::never));
        assertEquals(
                List.of(List.of(), List.of()),
                filled(record("red", 1.5, 3.0, 7), 2, RecordFillerTest::never),
                "a complete record");
    }

    @Test
    void eachCopyHasItsOwnDraw() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        List<List<String>> copies = filled(record("blue", null, null, 7), 2, row -> {
            asked.incrementAndGet();
            assertEquals(List.of(0.0, Double.NaN, 7.0), List.of(row[0], row[1], row[2]));
            return new double[][] {{row[0], 3, row[2]}, {row[0], -8, row[2]}};
        });
        assertEquals(List.of(List.of("3 size 1.5", "2 twice 3.0"), List.of("3 size -4.0", "2 twice -8.0")), copies);
        assertEquals(1, asked.get(), "one draw for all copies");
        assertEquals(
                List.of(List.of("1 weight NaN")),
                filled(record("red", 1.5, 3.0, null), 1, row -> new double[][] {row}),
                "the model does not know it");
    }

    @Test
    void aCellThatStaysMissingSaysSo() {
        assertTrue(new RecordFiller.Filled(0, MODEL.schema().columns().getFirst(), Double.NaN).isUnknown());
        assertFalse(new RecordFiller.Filled(0, MODEL.schema().columns().getFirst(), 0).isUnknown());
    }

    /** A text for a number that nobody named as missing stays as it is, and is reported. */
    @Test
    void aTextThatIsNotEmptyStays() throws IOException {
        Map<String, @Nullable Object> row = record("red", "n/a", null, " ");
        assertEquals(List.of("n/a"), read(row, RecordFiller::kept));
        List<List<String>> copies = filled(row, 1, gaps -> new double[][] {{gaps[0], 4, 5}});
        assertEquals(List.of(List.of("2 twice 4.0", "1 weight 5.0")), copies);
        assertEquals(List.of(), read(record("red", 1.5, null, null), RecordFiller::kept));
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsNoGap() throws IOException {
        Map<String, @Nullable Object> row = record("green", 1.5, 3.0, 7);
        assertEquals(List.of(List.of()), filled(row, 1, RecordFillerTest::never));
        assertEquals(List.of(), read(row, RecordFiller::kept));
        row.put("weight", null);
        assertEquals(
                List.of(List.of("1 weight -2.0")),
                filled(row, 1, gaps -> new double[][] {{1, gaps[1], -2}}),
                "another cell of the record is one");
    }

    @Test
    void theFirstCellOfARecordIsFilledToo() throws IOException {
        Map<String, @Nullable Object> row = record(null, 1.5, 3.0, 7);
        row.remove("note");
        row.put("weight", null);
        assertEquals(List.of(List.of("3 colour 1.0", "0 weight -2.0")), filled(row, 1, gaps ->
                new double[][] {{1, gaps[1], -2}}));
    }

    @Test
    void aRecordWithAFaultKeepsItsGaps() throws IOException {
        Map<String, @Nullable Object> row = record("red", "€ 7", null, null);
        assertEquals(List.of(List.of(), List.of()), filled(row, 2, RecordFillerTest::never));
        assertEquals(List.of(), read(row, RecordFiller::kept));
    }
}
