package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.schema.Moment.Season;
import io.github.vflow.table.schema.Moment.Trend;
import io.github.vflow.table.schema.Relation.Digits;
import io.github.vflow.table.schema.Relation.Linear;
import io.github.vflow.table.schema.Relation.Term;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a schema infers, keeps and refuses. */
final class SchemaEdgesTest {
    private static final Digits CENTS = new Digits(2, Digits.MOST);
    private static final Column A = Column.real("a");
    private static final Column B = Column.real("b");

    private static Column sum(String name, String... of) {
        return Column.derived(
                Column.real(name),
                new Linear(Arrays.stream(of).map(s -> new Term(s, 1, CENTS)).toList(), 0, CENTS, false));
    }

    private static String message(Executable wrong) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    @Test
    void aSchemaRefusesWhatDoesNotFit() {
        assertEquals(
                "Schema: column names must differ but \"a\" is there twice; rename one",
                message(() -> new Schema(List.of(A, B, A))));
        assertEquals(
                "Schema: modelled columns must determine column \"s\" but it is a + c, and the schema models [a];"
                        + " model the columns of its relation",
                message(() -> new Schema(List.of(A, sum("s", "a", "c")))));
        assertEquals("Schema: there is no column \"z\"; there are [a, b]", message(() -> both().column("z")));
        // derived columns may determine others, in any order
        Schema chain = new Schema(List.of(sum("t", "s", "b"), A, B, sum("s", "a", "b")));
        assertEquals(List.of("a", "b"), chain.modelled().names());
        assertEquals(2, chain.index("b"));
    }

    private static Schema both() {
        return new Schema(List.of(A, B));
    }

    @Test
    void columnsGetAtoms() {
        assertEquals(
                List.of(List.of(0.0), List.of()),
                both().withAtoms(Map.of("a", List.of(0.0))).columns().stream()
                        .map(Column::atoms)
                        .toList());
        assertEquals(both(), Schema.ofReals(List.of("a", "b")));
        Schema given =
                new Schema(List.of(A, Column.bounded("p", 0, 1), Column.whole("n"), B)).with("b", Notation.SECONDS);
        assertEquals(
                List.of(true, false, true, false),
                given.columns().stream().map(given::hasBoundsOfRows).toList());
        assertTrue(given.hasBoundsOfRows(Column.heavyTailed("h")));
    }

    /** A column that is left out takes those along that need it, one after the other. */
    @Test
    void aSelectionIgnoresWhatItCannotDerive() {
        Schema all =
                new Schema(List.of(A, B, Column.real("c"), sum("t", "s", "c"), sum("s", "a", "b"), sum("u", "a", "c")));
        Schema some = all.select(List.of("c", "a"));
        assertEquals(List.of("c", "a", "t", "s", "u"), some.names());
        assertEquals(Column.ignored("s"), some.column("s"));
        assertEquals(Column.ignored("t"), some.column("t"));
        assertEquals(all.column("u"), some.column("u"));
        assertEquals(all.columns(), all.select(List.of("a", "b", "c")).columns());
        assertEquals(
                Map.of(),
                all.with("b", Notation.SECONDS).withColumns(List.of(A)).notations());
        assertEquals(Column.whole("b"), all.with(Column.whole("b")).column("b"));
    }

    @Test
    void aDateIsWrittenAndItsPartsAreMade() {
        Schema dates = new Schema(List.of(A, Column.real("at"), B))
                .with("at", Notation.Dates.of("uuuu-MM-dd"))
                .with(new Moment("at", Set.of(Season.WEEKDAY), true, Trend.DAYS));
        assertEquals(List.of("a", "at", "at weekday", "at trend", "b"), dates.names());
        assertEquals(Set.of("at weekday", "at trend"), dates.made());
        assertEquals(List.of(A, dates.column("at"), B), dates.written());
        double[] row = dates.encode(Map.of("a", 1, "at", "1970-01-02", "b", 2));
        assertArrayEquals(new double[] {1, 4, 0, 2}, row);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a", 1.0);
        expected.put("at", 1.0);
        expected.put("b", 2.0);
        assertEquals(expected, dates.decode(row));
        assertArrayEquals(
                new double[] {1, Double.NaN, Double.NaN, 2},
                dates.encode(Map.of("a", 1, "b", 2)),
                "a date that is left out");
        assertEquals("1970-01-02", dates.text(dates.column("at"), 1));
        assertEquals("date", new Schema.Summary(dates.column("at"), "", 0, 0, false).kind());
        assertEquals(
                "that of at weekday, at trend",
                ((LeftOutKind.Derived) dates.column("at")).by().words());
    }

    @Test
    void secondsAreDays() {
        Schema s = new Schema(List.of(A, Column.real("t"))).with("t", Notation.SECONDS);
        assertArrayEquals(new double[] {1, 2}, s.encode(Map.of("a", 1, "t", 172_800)));
        assertArrayEquals(new double[] {1, 2}, s.encode(Map.of("a", 1, "t", "172800")));
        assertEquals(172_800L, s.decode(1, 2).get("t"));
        assertEquals("172800", s.text(s.column("t"), 2));
        assertEquals("", s.text(s.column("t"), Double.NaN));
        assertEquals("", Notation.SECONDS.text(Double.NaN));
        assertEquals("1", Notation.MILLISECONDS.text(1 / 86_400_000.0));
    }

    /** Numbers of rows are checked by their columns, from the first modelled one on. */
    @Test
    void aRowHasNumbersOfItsColumns() {
        Schema s = new Schema(List.of(Column.ignored("i"), A, Column.whole("n"), Column.bounded("p", 0, 1)));
        s.require(new double[] {0.5, 3, 0.5});
        s.require(new double[] {0.5, 3});
        s.require(new double[] {0.5, 3, 0.5, 9});
        assertThrows(IllegalArgumentException.class, () -> s.require(new double[] {3, 0.5, 0.5}));
        assertThrows(IllegalArgumentException.class, () -> s.require(new double[] {0.5, 3, 2}));
    }

    @Test
    void columnsHaveSpecifications() {
        Rows rows = Rows.of(new double[][] {{0, 1, 0}, {5, 2, 100}, {0, 4, 300}, {7, 2, 700}});
        assertEquals(List.of(), both().specs(rows, 2));
        List<ColumnSpec> specs = new Schema(
                        List.of(Column.real("a").withAtoms(List.of(0.0)), Column.whole("few"), Column.whole("many")))
                .specs(rows, 3);
        assertEquals(new ColumnSpec.Atom(0, new ColumnSpec.Real()), specs.get(0));
        assertEquals(new ColumnSpec.Few(1, 4), specs.get(1));
        double mean = 275;
        double variance = (275.0 * 275 + 175 * 175 + 25 * 25 + 425 * 425) / 4;
        ColumnSpec.Whole many = (ColumnSpec.Whole) specs.get(2);
        assertEquals(mean + 0.5, many.mean(), 1e-9);
        assertEquals(Math.sqrt(variance + 1.0 / 12), many.scale(), 1e-9);
        ColumnSpec.Atom atom =
                (ColumnSpec.Atom) new Schema(List.of(Column.whole("n").withAtoms(List.of(700.0))))
                        .specs(Rows.of(new double[][] {{0}, {100}, {700}}), 1)
                        .getFirst();
        assertEquals(50.5, ((ColumnSpec.Whole) atom.of()).mean(), 1e-9, "the atom has no part in the mean");
        Rows codes = Rows.of(new double[][] {{0, 0.5}, {100, 0.25}, {100, -0.0}, {700, 0.5}});
        assertEquals(
                List.of(
                        new ColumnSpec.Listed(List.of(0.0, 100.0, 700.0), true),
                        new ColumnSpec.Listed(List.of(0.0, 0.25, 0.5), false)),
                new Schema(List.of(
                                Column.whole("n").withAtoms(List.of(100.0, 700.0)),
                                Column.real("a").withAtoms(List.of(0.0, 0.25, 0.5))))
                        .specs(codes, 2),
                "one other number has no density, so it is listed");
        assertEquals(
                List.of(
                        Column.whole("n").withAtoms(List.of(0.0, 100.0)),
                        Column.real("a").withAtoms(List.of(0.5, 1.0))),
                Schema.of(
                                List.of("n", "a"),
                                List.of(
                                        new ColumnSpec.Listed(List.of(0.0, 100.0), true),
                                        new ColumnSpec.Listed(List.of(0.5, 1.0), false)))
                        .columns());
        List<Column> kinds = List.of(
                A,
                Column.bounded("p", 0, 1),
                new Column.Circular("w", 0, 360),
                Column.heavyTailed("h"),
                Column.category("k", List.of("x", "y")),
                Column.whole("n"));
        Rows six = Rows.of(new double[][] {{1, 0.5, 90, 3, 0, 1_000}, {2, 0.6, 180, 4, 1, 1}, {3, 0.7, 200, 5, 1, 2}});
        List<ColumnSpec> all = new Schema(kinds).specs(six, 6);
        assertTrue(all.get(5) instanceof ColumnSpec.Whole);
        assertEquals(
                kinds, Schema.of(List.of("a", "p", "w", "h", "k", "n"), all).columns());
        Schema back = Schema.of(List.of("a", "few", "more"), specs.subList(0, 2));
        assertEquals(
                List.of(Column.real("a").withAtoms(List.of(0.0)), Column.whole("few"), Column.real("more")),
                back.columns());
    }

    @Test
    void aSummarySaysWhatAModelDoes() {
        List<String> many = List.of("a", "b", "a label of exactly 24 ch", "a label of 25 characters.");
        assertEquals("a, b, … (4)", Schema.Summary.labels(many, 2));
        assertEquals("a, b, a label of exactly 24 ch, a label of 25 character…", Schema.Summary.labels(many, 4));
        Map<Column, String> uses = new LinkedHashMap<>();
        uses.put(A, "density");
        uses.put(Column.real("a").withAtoms(List.of(0.0)), "probability of 0, density of the others");
        uses.put(Column.real("a").withAtoms(List.of(0.5)), "probability of 0.5, density of the others");
        uses.put(Column.real("a").withAtoms(List.of(1e15)), "probability of 1.0E15, density of the others");
        uses.put(Column.whole("n").withAtoms(List.of(7.0)), "probability of 7, and of the others");
        uses.put(Column.real("a").withAtoms(List.of(0.0, 1.5)), "probability of 0, 1.5, density of the others");
        uses.put(
                Column.whole("n").withAtoms(List.of(0.0, 1.0, 2.0, 3.0, 4.0)),
                "probability of 5 numbers, and of the others");
        uses.put(Column.whole("n"), "probability of the whole number");
        uses.put(Column.bounded("p", 0, 1), "density, by a logit");
        uses.put(Column.heavyTailed("h"), "density, by an arcsinh");
        uses.put(new Column.Circular("w", 0, 1), "density on a circle");
        uses.put(Column.category("k", many), "probability of the category, one of 4");
        uses.put(Column.constant("c", "1"), "left out, checked");
        uses.put(sum("s", "a", "b"), "left out, checked: a + b");
        uses.put(Column.ignored("i"), "left out");
        uses.forEach((column, use) -> assertEquals(use, new Schema.Summary(column, "", 0, 0, false).use()));
        assertEquals("density; never negative", new Schema.Summary(A, "", 0, 0, true).use());
        assertEquals(
                "density of weekday and trend",
                new Schema.Summary(
                                Column.derived(A, new Moment("a", Set.of(Season.WEEKDAY), true, Trend.DAYS)),
                                "",
                                0,
                                0,
                                false)
                        .use());
    }

    @Test
    void optionsOfReading() {
        ReadOptions.Range range = new ReadOptions.Range(0, 1);
        assertTrue(range.has(0) && range.has(1) && !range.has(-1e-9) && !range.has(1.001));
        assertThrows(IllegalArgumentException.class, () -> new ReadOptions.Range(1, 1));
        ReadOptions options = ReadOptions.standard()
                .with("b", ReadOptions.Kind.WHOLE)
                .with("b", range)
                .withOnly(List.of("a"))
                .withMissing(Set.of("x"))
                .withPoint(',');
        assertEquals(Optional.of(ReadOptions.Kind.WHOLE), options.kind("b"));
        assertEquals(Optional.empty(), options.kind("a"));
        assertEquals(Optional.of(ReadOptions.Kind.IGNORED), options.kind("c"));
        assertEquals(Map.of("b", range), options.ranges());
        assertEquals(Set.of("x"), options.missing());
        assertEquals(Optional.of(','), options.point());
        assertEquals(Optional.empty(), ReadOptions.standard().kind("c"));
    }

    @Test
    void jsonKeepsAllKinds() {
        Schema all = new Schema(List.of(
                        Column.real("a").withAtoms(List.of(0.5)),
                        Column.whole("n").withAtoms(List.of(7.0)),
                        Column.bounded("p", 0, 1),
                        new Column.Circular("w", -180, 180),
                        Column.heavyTailed("h"),
                        Column.category("k", List.of("x", "other"), "other"),
                        Column.category("l", List.of("x", "y")),
                        Column.constant("c", "1.50"),
                        Column.ignored("i"),
                        sum("s", "a", "h"),
                        Column.derived(
                                Column.category("m", List.of("X", "Y")),
                                new Relation.OneToOne("l", List.of(0.0, 1.0), List.of(1.0, 0.0))),
                        Column.real("at"),
                        new Column.Circular("time", 0, 1)))
                .with("at", Notation.Dates.of("uuuu-MM-dd"))
                .with("h", Notation.MILLISECONDS)
                .with("a", new Notation.Numbers(',', Optional.of('.'), "€ ", "", true, 1, 2))
                .with(new Moment("at", Set.of(Season.MONTH, Season.WEEKDAY), true, Trend.DAYS))
                .with(new Moment("time", Set.of(Season.HOUR), false, Trend.NONE));
        assertEquals(all, Schema.ofJson(all.toJson()));
        assertEquals(all.toJson(), Schema.ofJson(all.toJson()).toJson());
        Map<String, String> damages = Map.of(
                "\"one-to-one\"", "the rule of a relation must be linear, one-to-one, near, grid or moment but is {",
                "\"days\"", "a trend must be days, years or none but is {",
                "\"hour\"", "a season must be month, weekday or hour but is {",
                "\"uuuu-MM-dd\"", "the notation of dates is no pattern");
        damages.forEach((good, why) -> {
            String bad = all.toJson().replace(good, "\"{\"");
            assertTrue(!bad.equals(all.toJson()), good);
            assertTrue(message(() -> Schema.ofJson(bad)).contains(why), () -> message(() -> Schema.ofJson(bad)));
        });
    }
}
