package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The decimal signs of cells that are read under the schema of a training. */
final class WrittenNumbersTest {
    private static final ReadOptions PLAIN = ReadOptions.standard();

    private static Notation.Numbers numbers(char point, Optional<Character> group, int most) {
        return new Notation.Numbers(point, group, "", "", false, 0, most);
    }

    /** Cents with a decimal point, and no sign between thousands. */
    private static final Notation.Numbers CENTS = numbers('.', Optional.empty(), 2);

    private static Schema read(Schema schema, TextCells cells, ReadOptions options) throws IOException {
        int[] from = schema.columns().stream()
                .mapToInt(c -> cells.columns().indexOf(c.name()))
                .toArray();
        try (TextCells.Records opened = cells.open()) {
            return WrittenNumbers.in(cells, opened, schema, from, options);
        }
    }

    /** The notation of one column. */
    private static Notation read(Notation trained, ReadOptions options, String... cells) throws IOException {
        Schema schema = new Schema(List.of(Column.real("c")), Map.of("c", trained));
        return read(schema, TextCells.column(cells), options).notation("c");
    }

    @Test
    void theCellsOfAColumnDecide() throws IOException {
        assertEquals(numbers(',', Optional.empty(), 2), read(CENTS, PLAIN, "1,5", "1,234"));
        assertEquals(CENTS, read(numbers(',', Optional.empty(), 2), PLAIN, "1.5", "1.234"));
        assertEquals(numbers(',', Optional.of('.'), 2), read(CENTS, PLAIN, "1.234,50"));
        assertEquals(CENTS, read(CENTS, PLAIN, "15", "20"), "whole numbers show nothing");
    }

    @Test
    void theUserDecidesBefore() throws IOException {
        assertEquals(numbers(',', Optional.of('.'), 2), read(CENTS, PLAIN.withPoint(','), "1.234", "15"));
        assertEquals(numbers('.', Optional.of(','), 2), read(CENTS, PLAIN.withPoint('.'), "1,234"));
    }

    /** Numbers that can be read either way have decimals where those of the training do, and have no groups. */
    @Test
    void numbersAreLikeThoseOfTheTraining() throws IOException {
        assertEquals(numbers(',', Optional.empty(), 2), read(CENTS, PLAIN, "1,234"));
        assertEquals(CENTS, read(numbers(',', Optional.empty(), 2), PLAIN, "1.234"));
        Notation.Numbers whole = numbers('.', Optional.empty(), 0);
        assertEquals(whole, read(whole, PLAIN, "1,234"), "no decimals");
        Notation.Numbers grouped = numbers('.', Optional.of(','), 2);
        assertEquals(grouped, read(grouped, PLAIN, "1,234"), "groups");
        assertEquals(CENTS, read(CENTS, PLAIN, "1.234"), "the sign of the training");
    }

    /** A sign between thousands becomes the other one if it is now the decimal sign. */
    @Test
    void signsChangePlaces() throws IOException {
        assertEquals(numbers(',', Optional.of('.'), 2), read(numbers('.', Optional.of(','), 2), PLAIN, "2,5"));
        assertEquals(numbers(',', Optional.of(' '), 2), read(numbers('.', Optional.of(' '), 2), PLAIN, "2,5"));
        assertEquals(numbers(',', Optional.of('.'), 2), read(numbers('.', Optional.of(' '), 2), PLAIN, "1.002,5"));
    }

    @Test
    void otherColumnsDecideWhereOneDoesNot() throws IOException {
        Schema schema = new Schema(
                List.of(Column.real("a"), Column.real("b"), Column.real("none"), Column.real("plain")),
                Map.of("a", CENTS, "b", CENTS, "none", CENTS));
        TextCells cells = new TextCells(
                List.of("b", "a", "plain"), List.of(List.of("1,5", "7", "x"), List.of("2", "1.234", "y")), true);
        Schema read = read(schema, cells, PLAIN);
        assertEquals(numbers(',', Optional.empty(), 2), read.notation("b"));
        assertEquals(numbers(',', Optional.of('.'), 2), read.notation("a"));
        assertEquals(CENTS, read.notation("none"), "a column that records do not have");
        assertEquals(Notation.PLAIN, read.notation("plain"));
    }

    @Test
    void cellsThatAreNoTextsHaveNoSigns() throws IOException {
        Schema schema = new Schema(List.of(Column.real("c")), Map.of("c", CENTS));
        assertSame(schema, read(schema, new TextCells(List.of("c"), List.of(List.of("1,5")), false), PLAIN));
    }

    /** A thousand records are looked at; records of another width and missing cells say nothing. */
    @Test
    void theFirstRecordsDecide() throws IOException {
        Schema schema = new Schema(List.of(Column.real("c")), Map.of("c", CENTS));
        for (int before : new int[] {999, 1_000}) {
            List<List<?>> records = new ArrayList<>(Collections.nCopies(before, List.of("7")));
            records.add(List.of("1,5"));
            Schema read = read(schema, new TextCells(List.of("c"), records, true), PLAIN);
            assertEquals(
                    before == 999 ? numbers(',', Optional.empty(), 2) : CENTS, read.notation("c"), before + " records");
        }
        assertEquals(
                CENTS,
                read(schema, new TextCells(List.of("c"), List.of(List.of("1,5", "x")), true), PLAIN)
                        .notation("c"));
        assertEquals(CENTS, read(CENTS, PLAIN.withMissing(Set.of("9,9")), "9,9", "7"));
    }

    @Test
    void noTableNeedsNumbers() throws IOException {
        Schema schema = new Schema(List.of(Column.real("c")), Map.of("c", Notation.Dates.of("uuuu-MM-dd")));
        assertEquals(schema, read(schema, TextCells.column("2024-01-01", "1,5"), PLAIN));
    }
}
