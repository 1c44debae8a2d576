package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Age groups and a mark by size: labels of intervals of a number, which stay modelled, are checked, and hold in samples. */
final class LabelIntervalsTest {
    private static final double NONE = Double.NaN;
    private static final String WORDS =
            "\"young\" where age is 15 to 29, \"grown\" where age is 30 to 59, \"old\" where age is 60 to 79";

    private final Table.Reading reading = read(ReadOptions.standard());
    private final Schema schema = reading.table().schema();
    private final Relations relations = Relations.of(schema);

    private static String group(int age) {
        return age < 30 ? "young" : age < 60 ? "grown" : "old";
    }

    /** All ages from 15 to 79 several times. */
    private static Table.Reading read(ReadOptions options) {
        Random random = new Random(5);
        return read(options, "group,age,size,kind", i -> {
            int age = 15 + i * 7 % 65;
            return group(age) + "," + age + "," + random.nextInt(1_000) / 10.0 + "," + "pqr".charAt(random.nextInt(3));
        });
    }

    private static Table.Reading read(ReadOptions options, String names, IntFunction<String> row) {
        StringBuilder csv = new StringBuilder(names + "\n");
        for (int i = 0; i < 400; i++) {
            csv.append(row.apply(i)).append('\n');
        }
        try {
            return Table.read(
                    CsvSource.of("ages", csv.toString().getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect()),
                    options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of a label. */
    private int label(String name) {
        return schema.column("group").labels().indexOf(name);
    }

    private double[] row(double group, double age) {
        return new double[] {group, age, 5, 0};
    }

    @Test
    void aLabelOfIntervalsStaysModelledAndIsChecked() {
        assertEquals(List.of("group", "age", "size", "kind"), schema.modelled().names());
        assertEquals(WORDS, schema.column("group").rule());
        assertTrue(schema.column("group").words().endsWith(", checked by age"));
        assertEquals("", schema.column("kind").rule());
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        String said = reading.toString();
        assertTrue(said.contains("is " + WORDS + ", in all rows, so another label there is an alarm"), said);
        assertTrue(said.contains("one of 3, checked by age"), said);
        Schema kept = read(ReadOptions.standard().with("group", ReadOptions.Kind.CATEGORY))
                .table()
                .schema();
        assertEquals("", kept.column("group").rule());
        assertTrue(kept.column("group").accepts(schema.column("group")));
        assertEquals("", schema.select(List.of("group", "size")).column("group").rule());
        assertEquals(
                WORDS, schema.select(List.of("age", "group")).column("group").rule());
    }

    @Test
    void aRowOfAnotherGroupBreaksTheRule() {
        assertFalse(relations.isEmpty());
        assertEquals(List.of(), relations.breaches(row(label("grown"), 30)));
        assertEquals(
                List.of(Verdict.Reason.Breach.broken("group", WORDS, "grown", "young")),
                relations.breaches(row(label("young"), 30)));
        assertEquals(
                List.of(Verdict.Reason.Breach.broken("group", WORDS, "young", "old")),
                relations.breaches(row(label("old"), 29)));
        assertEquals(List.of(), relations.breaches(row(label("young"), 90)), "beyond the training rows");
        assertEquals(List.of(), relations.breaches(row(label("old"), 10)), "beyond the training rows");
        for (double age : new double[] {29.5, 29.9}) {
            assertEquals(List.of(), relations.breaches(row(label("young"), age)), "between two groups");
            assertEquals(List.of(), relations.breaches(row(label("grown"), age)), "between two groups");
            assertEquals(1, relations.breaches(row(label("old"), age)).size());
        }
        assertEquals(List.of(), relations.breaches(row(NONE, 30)));
        Relations ofLabels = Relations.of(schema.with(Column.category("age", List.of("a", "b"))));
        assertTrue(ofLabels.isEmpty(), "no numbers, no intervals");
        assertEquals(List.of(), relations.breaches(row(label("young"), NONE)));
    }

    @Test
    void aBrokenRowOfAFileIsNamed() throws IOException {
        CsvSource rows = CsvSource.of(
                "new",
                "group,age,size,kind\nold,70,1,p\nold,20,1,p\n".getBytes(StandardCharsets.UTF_8),
                CsvSource.Format.detect());
        try (RecordReader records = RecordReader.open(rows, schema, ReadOptions.standard())) {
            List<RecordReader.Entry> read = records.next();
            assertEquals(List.of(), read.get(0).breaches());
            assertEquals(
                    List.of("group is " + WORDS + " in all training rows (young) but is old"),
                    read.get(1).breaches().stream().map(Verdict.Reason::words).toList());
            assertTrue(read.get(1).isScorable());
            assertEquals(label("old"), read.get(1).row()[0], "the label stays in the density");
            String said = records.findings().toString();
            assertTrue(said.contains("is not " + WORDS + " as in all training rows in 1 of 2 rows"), said);
        }
    }

    @Test
    void aDrawHasTheLabelOfItsNumber() {
        double[][] drawn = {
            row(label("old"), 20),
            row(label("young"), 20),
            row(label("old"), 29.5),
            row(label("grown"), 29.5),
            row(0, 3)
        };
        Arrays.stream(drawn).forEach(relations::round);
        int[] labels = Arrays.stream(drawn).mapToInt(r -> (int) r[0]).toArray();
        int young = label("young");
        assertArrayEquals(new int[] {young, young, labels[2], label("grown"), young}, labels);
        assertTrue(labels[2] != label("old"));
        assertTrue(relations.isInIntervals(row(label("old"), NONE), row(label("old"), 60)));
        assertFalse(relations.isInIntervals(row(label("old"), NONE), row(label("old"), 59)));
        assertTrue(relations.isInIntervals(row(label("old"), 59), row(label("old"), 59)), "what is known stays");
        assertTrue(relations.isInIntervals(row(NONE, NONE), row(label("old"), 59)), "a label can be changed");
    }

    /** A model before its first step draws any label. */
    @Test
    void samplesKeepTheRule() {
        TableModel model = Untrained.of(reading.table());
        int known = 0;
        for (Map<String, ?> given : List.of(Map.<String, Object>of(), Map.of("kind", "p"), Map.of("group", "old"))) {
            double[][] rows = model.sample(400, given, 3);
            for (double[] row : rows) {
                int age = (int) Math.clamp(row[1], 15, 79);
                assertEquals(group(age), schema.column("group").decode(row[0]), Arrays.toString(row));
                known += row[1] >= 15 && row[1] <= 79 ? 1 : 0;
            }
            assertTrue(!given.containsKey("group") || Arrays.stream(rows).allMatch(r -> r[0] == label("old")));
        }
        assertTrue(known > 200, "only " + known + " ages are those of the table");
        double[][] both = model.sample(3, Map.of("group", "old", "age", 20), 1);
        assertTrue(Arrays.stream(both).allMatch(r -> r[0] == label("old") && r[1] == 20), "what is given stays");
        double[] filled = model.fill(row(NONE, 65), 50, 1);
        assertEquals(label("old"), filled[0]);
    }

    @Test
    void samplesGivenTheNumberKeepTheRule() {
        TableModel model =
                Untrained.of(reading.table(), Recipe.standard().withNoise(0.0).given("age"));
        int at = model.columns().indexOf("group");
        List<String> labels = model.schema().column("group").labels();
        for (int age : new int[] {20, 45, 70}) {
            for (double[] row : model.sample(50, Map.of("age", age), 2)) {
                assertEquals(3, row.length, "y alone");
                assertEquals(group(age), labels.get((int) row[at]));
            }
        }
    }

    @Test
    void fewRowsOrOneExceptionAreNoRule() {
        IntFunction<String> exception = i -> (i == 20 ? "old" : group(15 + i * 7 % 65)) + "," + (15 + i * 7 % 65);
        assertEquals("", rule(read(ReadOptions.standard(), "group,age", exception), "group"));
        for (int rows = 4; rows <= 5; rows++) {
            int few = rows;
            Table.Reading some = read(
                    ReadOptions.standard(),
                    "mark,age",
                    i -> (i < few ? "high" : "low") + "," + (i < few ? 900 + i : i));
            assertEquals(rows == 4, rule(some, "mark").isEmpty(), rows + " rows");
        }
    }

    private static String rule(Table.Reading of, String column) {
        return of.table().schema().column(column).rule();
    }

    @Test
    void intervalsAreApart() {
        Column labels = Column.category("c", List.of("a", "b", "none"));
        double[] none = {};
        double[] low = {1, 2};
        assertEquals(
                "\"b\" where x is -1 to 0.5, \"a\" where x is 1 to 2",
                labels.withIntervals("x", List.of(low, new double[] {-1, 0.5}, none))
                        .rule());
        for (double[] other : new double[][] {none, {2, 3}, {5, 4}}) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> labels.withIntervals("x", List.of(low, other, none)))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            "LabelIntervals: the intervals of x must be at least two, ascending and apart, but are ["),
                    message);
        }
        Column many = Column.category("m", List.of("1", "2", "3", "4", "5"));
        assertEquals(
                "\"1\" where x is 1 to 1, \"2\" where x is 2 to 2, \"3\" where x is 3 to 3, … (2 more labels)",
                many.withIntervals(
                                "x",
                                IntStream.rangeClosed(1, 5)
                                        .mapToObj(k -> new double[] {k, k})
                                        .toList())
                        .rule());
        assertEquals(
                "Column.withIntervals: \"y\" has no labels; leave it as it is",
                assertThrows(
                                UnsupportedOperationException.class,
                                () -> Column.real("y").withIntervals("x", List.of()))
                        .getMessage());
    }
}
