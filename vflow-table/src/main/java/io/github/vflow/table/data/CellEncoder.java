package io.github.vflow.table.data;

import io.github.vflow.table.inference.Evidence;
import io.github.vflow.table.inference.MissingCells;
import io.github.vflow.table.inference.Tally;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.Amount;
import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Turns the cells of one column into numbers, and counts the cells that are not plain values. Mutable. */
final class CellEncoder {
    private final Column column;
    private final int place;
    private final MissingCells gaps;
    private final ReadOptions.@Nullable Range range;
    private final boolean isChosen;
    private final boolean isStrict;
    private final boolean isNew;
    private final Notation notation;
    private final ToDoubleFunction<Object> reader;

    private final Tally missing = new Tally();
    private final Tally invalid = new Tally();
    private final Tally unseen = new Tally();
    private final Tally outside = new Tally();
    private final Tally broken = new Tally();
    private final Tally near = new Tally();
    private long known;
    private boolean areRefused;

    /**
     * An encoder.
     *
     * @param index of the column in the schema
     * @param place of the column among the cells of a record; below zero if records do not have it
     * @param isNew whether the cells are of new records, which have a density if it is zero, too
     */
    CellEncoder(Schema schema, int index, int place, MissingCells gaps, ReadOptions options, boolean isNew) {
        this.column = schema.columns().get(index);
        this.place = place;
        this.gaps = gaps.beside(column.values().labels());
        this.range = options.ranges().get(column.name());
        this.isChosen = options.kinds().containsKey(column.name());
        this.isStrict = options.isStrict();
        this.isNew = isNew;
        this.notation = schema.notation(column.name());
        this.reader = column.values().reader(notation);
    }

    Column column() {
        return column;
    }

    long missing() {
        return missing.count();
    }

    /** Encodes the cell of the column. A number stays a number; other cells are texts. */
    Cell encode(TableSource.Cursor cursor) {
        if (!column.isRead() || place < 0) {
            return Cell.Absent.CELL;
        }
        Object cell = cursor.cell(place) instanceof Number number
                ? number
                : cursor.text(place).strip();
        if (gaps.has(cell)) {
            missing.add(cursor.line(), cell);
            return Cell.Absent.CELL;
        }
        double number = reader.applyAsDouble(cell);
        if (Double.isNaN(number)) {
            return other(cell, cursor);
        }
        if (column.values().isOutOfBounds(number) || isOutOfRange(number)) {
            outside.add(cursor.line(), cell);
            return Cell.Absent.CELL;
        }
        if (!column.values().canBe(number)) {
            return nearest(number, cell, cursor);
        }
        known++;
        return new Cell.Known(number);
    }

    /** A cell of a number that the column cannot hold. */
    private Cell nearest(double number, Object cell, TableSource.Cursor cursor) {
        double nearest = column.values().nearest(number);
        boolean fits = Float.isFinite((float) nearest) ? !isChosen : isNew && !Double.isNaN(nearest);
        if (isStrict || !fits) {
            return invalid(cell, cursor);
        }
        near.add(cursor.line(), cell);
        return new Cell.Known(nearest);
    }

    /** Whether the user leaves a number out. */
    private boolean isOutOfRange(double number) {
        return range != null && column.values().hasNumbers() && Float.isFinite((float) number) && !range.has(number);
    }

    /** A cell that has no number. */
    private Cell other(Object cell, TableSource.Cursor cursor) {
        Column values = column.values();
        Optional<Verdict.Reason.Breach> why = values.breach(cell, notation);
        if (why.isPresent()) {
            (values.isCategory() ? unseen : broken).add(cursor.line(), cell);
            return new Cell.Odd(why.get());
        }
        return values.isModelled() ? invalid(cell, cursor) : Cell.Absent.CELL;
    }

    /** A cell that cannot be read counts as missing, but not a new amount in another unit or with another decimal sign. */
    private Cell invalid(Object cell, TableSource.Cursor cursor) {
        invalid.add(cursor.line(), cell);
        boolean isAmount = isNew && Amount.of(cell.toString()).isPresent();
        areRefused |= isStrict || isAmount;
        return isStrict || isAmount
                ? new Cell.Invalid("column " + column.name() + " holds " + Finding.quoted(cursor.text(place)))
                : Cell.Absent.CELL;
    }

    /** Counts a record that breaks the rule of the column. */
    void addBroken(TableSource.Cursor cursor) {
        broken.add(cursor.line(), cursor.text(place).strip());
    }

    /**
     * The counts so far.
     *
     * @param rows the number of records
     * @param unit of the place of a record
     */
    List<Finding> findings(long rows, String unit) {
        List<Finding> all = new ArrayList<>();
        if (invalid.count() > 0) {
            all.add(ofInvalid(rows, unit));
        }
        if (near.count() > 0) {
            all.add(near.note(
                    rows,
                    unit,
                    "holds " + column.values().fault() + ", "
                            + (column.values().isWhole()
                                    ? "taken as the nearest whole numbers"
                                    : "whose density is zero")
                            + ", in "));
        }
        if (outside.count() > 0) {
            String words = range == null || column.values().isOutOfBounds(range.least())
                    ? column.values().fault()
                    : "numbers outside of [" + range.least() + ", " + range.most() + "]";
            // a user's range, without a number in it
            all.add(
                    range != null && outside.count() + missing.count() == rows
                            ? outside.problem(rows, unit, "has only " + words + " in ", "give wider bounds")
                            : outside.note(rows, unit, "has " + words + ", taken as missing, in "));
        }
        if (unseen.count() > 0) {
            all.add(unseen.note(rows, unit, "has labels that the model does not know, taken as missing, in "));
        }
        if (broken.count() > 0) {
            all.add(broken.note(rows, unit, "is not " + column.rule() + " as in all training rows in "));
        }
        if (missing.count() > 0 && !(isNew && !isChosen)) {
            // without a kind by the user, such a column is left out
            all.add(
                    isChosen && missing.count() == rows
                            ? missing.problem(rows, unit, "has no known cell in ", "leave the column out")
                            : missing.note(rows, unit, "has missing cells in "));
        }
        return all.stream().map(f -> f.in(place + 1, column.name())).toList();
    }

    /** The missing cells of new records, which are said once for all columns. */
    Optional<Finding> gaps(long rows, String unit) {
        return missing.count() == 0 || !isNew || isChosen
                ? Optional.empty()
                : Optional.of(missing.note(rows, unit, "has missing cells in ").in(place + 1, column.name()));
    }

    private Finding ofInvalid(long rows, String unit) {
        boolean isNumber = !Double.isNaN(notation.parse(invalid.text()));
        String hint = isNumber ? "" : hint(invalid.text());
        String remedy = hint.isEmpty() ? "repair these cells, or name their text as missing" : hint;
        String what = "holds " + (isNumber ? column.values().fault() : "text");
        boolean areMany = !new Evidence(known + invalid.count(), invalid.count()).holds();
        return areRefused || areMany
                ? invalid.problem(rows, unit, what + " in ", remedy)
                : invalid.note(rows, unit, what + ", taken as missing, in ", remedy);
    }

    /** The remedy for a text that is a number in another notation. */
    private String hint(String text) {
        Optional<Amount> amount = Amount.of(text);
        if (amount.isEmpty() || !(notation instanceof Notation.Numbers n)) {
            return Numerals.hint(text);
        }
        String unit = amount.get().unit();
        if (!unit.isEmpty() && !unit.equals(n.unit())) {
            return n.unit().isEmpty()
                    ? "write them without a unit, or leave the column out"
                    : "convert them to " + n.unit() + ", or leave the column out";
        }
        return "the column has a decimal " + (n.point() == '.' ? "point" : "comma")
                + ", so repair these cells, or name the decimal sign of the file";
    }
}
