package io.github.vflow.table.data;

import io.github.vflow.table.inference.Tally;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableCursor;
import io.github.vflow.table.source.text.Numerals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns records into rows of numbers under a schema, and counts what it could not turn. Mutable. */
final class RecordEncoder {
    /** No cell can be it, since numbers beyond float32 are refused. */
    private static final double BAD = Double.POSITIVE_INFINITY;

    private final List<Column> columns;
    private final int[] from;
    private final ReadOptions options;
    private final List<Tallies> tallies = new ArrayList<>();
    private final List<Map<String, Integer>> labels = new ArrayList<>();
    private final Tally ragged = new Tally();
    private final int width;
    private long rows;
    private String unit = "line";

    /** What is counted of one column. */
    private record Tallies(Tally missing, Tally text, Tally unknown, Tally constant, Tally range) {
        Tallies() {
            this(new Tally(), new Tally(), new Tally(), new Tally(), new Tally());
        }
    }

    /**
     * An encoder.
     *
     * @param from the cell of each column of the schema; below zero if records have none
     * @param width the number of cells of a record
     */
    RecordEncoder(Schema schema, int[] from, int width, ReadOptions options) {
        this.columns = schema.columns();
        this.from = from;
        this.width = width;
        this.options = options;
        for (Column c : columns) {
            tallies.add(new Tallies());
            Map<String, Integer> numbers = new HashMap<>();
            if (c instanceof Column.Category category) {
                category.kind().labels().forEach(label -> numbers.put(label, numbers.size()));
            }
            labels.add(numbers);
        }
    }

    /**
     * Encodes a record.
     *
     * @param into the numbers are written from {@code at} on; a cell that is no value of its column is NaN
     * @return why the record is not a row of the schema; empty if it is
     */
    String encode(TableCursor cursor, double[] into, int at) {
        rows++;
        unit = cursor.unit();
        if (cursor.width() != width) {
            ragged.add(cursor.line(), cursor.width() + (cursor.width() == 1 ? " cell" : " cells"));
            return "it has " + cursor.width() + " cells instead of " + width;
        }
        String fault = "";
        int used = at;
        for (int i = 0; i < from.length; i++) {
            Column c = columns.get(i);
            if (!(c instanceof Column.Ignored) && from[i] >= 0) {
                double number = number(c, i, cursor);
                if (fault.isEmpty() && number == BAD) {
                    fault = fault(c, cursor.text(from[i]));
                }
                if (c.isModelled()) {
                    into[used] = number == BAD ? Double.NaN : number;
                }
            }
            used += c.isModelled() ? 1 : 0;
        }
        return fault;
    }

    private static String fault(Column c, String cell) {
        return c instanceof Column.Constant constant
                ? "column " + c.name() + " is " + Finding.quoted(cell) + " but was " + Finding.quoted(constant.value())
                        + " in all training rows"
                : "column " + c.name() + " holds " + Finding.quoted(cell);
    }

    private double number(Column c, int i, TableCursor cursor) {
        String text = cursor.text(from[i]).strip();
        if (options.isMissing(text)) {
            tallies.get(i).missing.add(cursor.line(), text);
            return Double.NaN;
        }
        return switch (c) {
            case Column.Real _, Column.HeavyTailed _ -> real(i, text, cursor);
            case Column.Bounded bounded -> {
                double number = real(i, text, cursor);
                yield number == BAD || Double.isNaN(number) || bounded.isInside(number)
                        ? number
                        : bad(tallies.get(i).text, text, cursor);
            }
            case Column.Whole _ -> {
                double number = real(i, text, cursor);
                yield number == BAD || Double.isNaN(number) || Column.Whole.admits(number)
                        ? number
                        : bad(tallies.get(i).text, text, cursor);
            }
            case Column.Category _ -> {
                Integer index = labels.get(i).get(text);
                if (index == null) {
                    tallies.get(i).unknown.add(cursor.line(), text);
                    yield Double.NaN;
                }
                yield index;
            }
            case Column.Constant constant -> {
                double number = cursor.number(from[i]);
                boolean same =
                        constant.holds(text) || (!Double.isNaN(number) && number == Numerals.parse(constant.value()));
                yield same ? Double.NaN : bad(tallies.get(i).constant, text, cursor);
            }
            case Column.Ignored _ -> Double.NaN;
        };
    }

    private double real(int i, String text, TableCursor cursor) {
        double number = cursor.number(from[i]);
        if (!Float.isFinite((float) number)) {
            return bad(tallies.get(i).text, text, cursor);
        }
        ReadOptions.Range range = options.ranges().get(columns.get(i).name());
        if (range == null || range.has(number)) {
            return number;
        }
        tallies.get(i).range.add(cursor.line(), text);
        return Double.NaN;
    }

    private static double bad(Tally tally, String text, TableCursor cursor) {
        tally.add(cursor.line(), text);
        return BAD;
    }

    long missing(int column) {
        return tallies.get(column).missing.count();
    }

    long rows() {
        return rows;
    }

    /** What was counted so far, column by column. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        if (ragged.count() > 0) {
            all.add(Finding.problem(
                            "has " + width + (width == 1 ? " column" : " columns") + " but other numbers of cells in "
                                    + ragged.of(rows, unit),
                            "complete or remove these rows" + (width == 1 ? ", or name the separator" : ""))
                    .at(ragged.count(), ragged.line()));
        }
        for (int i = 0; i < from.length; i++) {
            Column c = columns.get(i);
            int position = from[i] + 1;
            findings(c, tallies.get(i)).forEach(f -> all.add(f.in(position, c.name())));
        }
        return all;
    }

    private List<Finding> findings(Column c, Tallies of) {
        List<Finding> all = new ArrayList<>();
        if (of.text.count() > 0) {
            boolean number = !Double.isNaN(Numerals.parse(of.text.text()));
            String hint = number ? "" : Numerals.hint(of.text.text());
            boolean bounded = number && c instanceof Column.Bounded;
            String repair = bounded
                    ? "repair these cells, or give wider bounds"
                    : "repair these cells, or name their text as missing";
            all.add(problem(of.text, "holds " + (number ? wrong(c) : "text") + " in ", hint.isEmpty() ? repair : hint));
        }
        if (of.range.count() > 0) {
            ReadOptions.Range range = options.ranges().get(c.name());
            all.add(note(
                    of.range,
                    "has numbers outside of [" + (range == null ? "" : range.least() + ", " + range.most())
                            + "], taken as missing, in "));
        }
        if (of.constant.count() > 0) {
            all.add(problem(
                    of.constant,
                    "must be " + c.decode(Double.NaN) + " as in all training rows but is not in ",
                    "leave these rows out, or train with such rows"));
        }
        if (of.unknown.count() > 0) {
            all.add(note(of.unknown, "has labels that the model does not know, taken as missing, in "));
        }
        if (of.missing.count() > 0) {
            all.add(note(of.missing, "has missing cells in "));
        }
        return all;
    }

    /** What is wrong with numbers that such a column cannot hold. */
    private static String wrong(Column c) {
        return switch (c) {
            case Column.Whole _ -> "numbers that are not whole";
            case Column.Bounded b -> "numbers that are not between " + b.low() + " and " + b.high();
            case Column.Real _, Column.HeavyTailed _, Column.Category _, Column.Constant _, Column.Ignored _ ->
                "numbers beyond float32";
        };
    }

    private Finding problem(Tally tally, String what, String remedy) {
        return Finding.problem(what + tally.of(rows, unit), remedy).at(tally.count(), tally.line());
    }

    private Finding note(Tally tally, String what) {
        return Finding.note(what + tally.of(rows, unit), "").at(tally.count(), tally.line());
    }
}
