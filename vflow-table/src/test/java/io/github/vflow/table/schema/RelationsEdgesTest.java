package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Relation.Digits;
import io.github.vflow.table.schema.Relation.Linear;
import io.github.vflow.table.schema.Relation.OneToOne;
import io.github.vflow.table.schema.Relation.Term;
import io.github.vflow.table.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records that relations complete, fill, round and judge: total = price + tax, twice = 2·total, and codes of cities. */
final class RelationsEdgesTest {
    private static final double NONE = Double.NaN;
    private static final Digits CENTS = new Digits(2, Digits.MOST);

    private static final Schema SCHEMA = new Schema(List.of(
            Column.derived(Column.real("twice"), new Linear(List.of(new Term("total", 2, CENTS)), 0, CENTS, false)),
            Column.real("price"),
            Column.real("tax"),
            Column.derived(
                    Column.real("total"),
                    new Linear(List.of(new Term("price", 1, CENTS), new Term("tax", 1, CENTS)), 0, CENTS, false)),
            Column.category("city", List.of("Berlin", "Rome")),
            Column.derived(
                    Column.category("code", List.of("DE", "IT")),
                    new OneToOne("city", List.of(0.0, 1.0), List.of(0.0, 1.0)))));
    private static final Relations RELATIONS = Relations.of(SCHEMA);

    private static double[] completed(double... record) {
        RELATIONS.complete(record);
        return record;
    }

    @Test
    void numbersFollowFromOthersOneAfterTheOther() {
        assertFalse(RELATIONS.isEmpty());
        assertTrue(Relations.of(SCHEMA.modelled()).isEmpty());
        double[] full = {6.6, 1.1, 2.2, 3.3, 1, 1};
        assertArrayEquals(full, completed(NONE, 1.1, 2.2, NONE, 1, NONE));
        assertArrayEquals(full, completed(6.6, NONE, 2.2, NONE, NONE, 1), "from twice to total to price");
        assertArrayEquals(full, completed(NONE, 1.1, NONE, 3.3, 1, NONE));
        double[] open = {NONE, NONE, 2.2, NONE, NONE, NONE};
        assertArrayEquals(open, completed(open.clone()), "two gaps of a sum stay");
        double[] known = {1, 1.1, 2.2, 5, 1, 0};
        assertArrayEquals(known, completed(known.clone()), "what is known stays, though it breaks relations");
    }

    /** A file that had twice the total would give the total, and so the price. */
    @Test
    void derivedCellsHaveTheGapsOfTheirSources() {
        double[] record = {6.6, 1.1, 2.2, 3.3, 1, 1};
        assertArrayEquals(record, RELATIONS.withGaps(record, new double[] {1.1, 2.2, 1}));
        assertArrayEquals(
                new double[] {NONE, NONE, 2.2, NONE, 1, 1}, RELATIONS.withGaps(record, new double[] {NONE, 2.2, 1}));
        assertArrayEquals(
                new double[] {6.6, 1.1, 2.2, 3.3, NONE, NONE},
                RELATIONS.withGaps(record, new double[] {1.1, 2.2, NONE}));
        assertEquals(6.6, record[0], "the record stays");
    }

    @Test
    void columnsHaveTheSourcesOfTheirRelations() {
        assertEquals(Set.of("twice", "total", "price", "tax", "city"), RELATIONS.withSources(Set.of("twice", "city")));
        assertEquals(Set.of("code", "city"), RELATIONS.withSources(Set.of("code")));
        assertEquals(Set.of(), RELATIONS.withSources(Set.of()));
    }

    @Test
    void rowsAreRecordsWithoutDerivedColumns() {
        double[] record = RELATIONS.record(1.1, 2.2, 1);
        assertArrayEquals(new double[] {6.6, 1.1, 2.2, 3.3, 1, 1}, record);
        assertArrayEquals(new double[] {1.1, 2.2, 1}, RELATIONS.row(record));
        assertArrayEquals(
                new double[] {NONE, 1.1, NONE, NONE, 1, NONE}, RELATIONS.record(Map.of("price", 1.1, "city", "Rome")));
    }

    /** A known total and a drawn price leave no choice for the tax. */
    @Test
    void drawsFillWhatRelationsLeaveOpen() {
        double[] read = {NONE, NONE, NONE, 3.3, NONE, NONE};
        double[] filled = RELATIONS.filled(read, new double[] {1, 5, 1});
        assertArrayEquals(new double[] {6.6, 1, 2.3, 3.3, 1, 1}, filled, 1e-12);
        assertTrue(Double.isNaN(read[1]), "the record is not modified");
        double[] known = RELATIONS.filled(new double[] {NONE, 1.1, NONE, 3.3, 0, NONE}, new double[] {1, 5, 1});
        assertArrayEquals(new double[] {6.6, 1.1, 2.2, 3.3, 0, 0}, known, 1e-12, "the tax is no draw");
    }

    @Test
    void drawnSourcesHaveTheDigitsOfTheTable() {
        double[] row = {1.12345, 2.98765, 0.7};
        RELATIONS.round(row);
        assertArrayEquals(new double[] {1.12, 2.99, 1}, row);
    }

    @Test
    void aRecordIsJudgedByWhatIsKnown() {
        assertEquals(List.of(), RELATIONS.breaches(new double[] {6.6, 1.1, 2.2, 3.3, 1, 1}));
        assertEquals(List.of(), RELATIONS.breaches(new double[] {NONE, 1.1, NONE, 5, 1, NONE}));
        List<Verdict.Reason.Breach> broken = RELATIONS.breaches(new double[] {6.6, 1.1, 2.2, 5, 1, 0});
        assertEquals(
                List.of(
                        Verdict.Reason.Breach.broken("twice", "2·total", "10", "6.6"),
                        Verdict.Reason.Breach.broken("total", "price + tax", "3.3", "5"),
                        Verdict.Reason.Breach.broken("code", "one to one with city", "IT", "DE")),
                broken);
    }

    @Test
    void knownValuesGiveARow() {
        assertArrayEquals(new double[] {1.1, 2.2, NONE}, RELATIONS.known(Map.of("price", 1.1, "total", 3.3)), 1e-12);
        assertArrayEquals(new double[] {NONE, NONE, 1}, RELATIONS.known(Map.of("code", "IT")));
        assertArrayEquals(new double[] {1.1, 2.2, NONE}, RELATIONS.known(Map.of("twice", 6.6, "price", 1.1)), 1e-12);
        assertEquals(
                "Schema: there is no column \"z\" with a density; there are [price, tax, city]",
                message(Map.of("z", 1)));
        assertEquals(
                "Schema: \"total\" is price + tax, so it has no density of its own; give price, tax",
                message(Map.of("total", 3.3)));
        assertTrue(message(Map.of("price", 1, "tax", 2, "total", 5)).startsWith("Schema: no row has these values: "));
        Schema ignoring = new Schema(List.of(Column.real("a"), Column.ignored("i")));
        assertThrows(
                IllegalArgumentException.class, () -> Relations.of(ignoring).known(Map.of("i", 1)));
    }

    private static String message(Map<String, ?> values) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> RELATIONS.known(values))
                .getMessage());
    }

    /** A number that the column cannot have is not filled in. */
    @Test
    void onlyNumbersOfTheColumnAreFilledIn() {
        Relations half = Relations.of(new Schema(List.of(
                Column.whole("n"),
                Column.derived(Column.real("x"), new Linear(List.of(new Term("n", 2, CENTS)), 0, CENTS, false)))));
        double[] record = {NONE, 3};
        half.complete(record);
        assertTrue(Double.isNaN(record[0]), "1.5 is not whole");
        double[] row = {3.4};
        half.round(row);
        assertArrayEquals(new double[] {3.4}, row, "rounded to cents, it is no whole number either");
        double[] even = {NONE, 4};
        half.complete(even);
        assertEquals(2, even[0]);
    }

    /** A code of the weekday follows from the date, though its column comes first. */
    @Test
    void partsOfADateGiveOthers() {
        Moment moment = new Moment("at", Set.of(Moment.Season.WEEKDAY), true, Moment.Trend.DAYS);
        Column weekday = moment.parts().getFirst();
        Relations dates = Relations.of(new Schema(List.of(
                Column.derived(Column.real("code"), new OneToOne("at weekday", List.of(0.0, 4.0), List.of(10.0, 50.0))),
                Column.derived(Column.real("at"), moment),
                weekday,
                Column.real("at trend"))));
        double[] record = {NONE, 1, NONE, NONE};
        dates.complete(record);
        assertArrayEquals(new double[] {50, 1, 4, 0}, record);
        double[] back = {NONE, NONE, 4, 0};
        dates.complete(back);
        assertArrayEquals(new double[] {50, 1, 4, 0}, back);
    }
}
