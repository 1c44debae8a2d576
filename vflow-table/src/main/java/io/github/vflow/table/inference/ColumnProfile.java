package io.github.vflow.table.inference;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.Numerals;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A summary of the cells of one column, in memory that does not grow with their number. Mutable. */
public final class ColumnProfile {
    static final int MOST_LABELS = 100;

    private static final Pattern DATE =
            Pattern.compile("(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4})([T ].*+)?");

    private final MissingCells gaps;
    private long cells;
    private long numbers;
    private long dates;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean whole = true;
    private boolean counts = true;
    private double first;
    private final Set<String> labels = new TreeSet<>();
    private final Set<Double> values = new HashSet<>();
    private final Tally texts = new Tally();
    private final Tally hints = new Tally();

    public ColumnProfile(MissingCells gaps) {
        this.gaps = gaps;
    }

    /** Adds the cell of a record. Numbers become texts only while they may be labels. */
    public void add(TableSource.Cursor cursor, int j) {
        Object cell = cursor.cell(j) instanceof Number number
                ? number
                : cursor.text(j).strip();
        if (gaps.has(cell)) {
            counts = false;
            return;
        }
        if (labels.size() <= MOST_LABELS) {
            labels.add(cell.toString());
        }
        double number = cursor.number(j);
        if (Double.isNaN(number)) {
            addText(cell.toString(), cursor.line());
        } else {
            addNumber(number);
        }
        cells++;
    }

    private void addText(String text, long line) {
        counts = false;
        texts.add(line, text);
        if (DATE.matcher(text).matches()) {
            dates++;
        } else if (!Numerals.hint(text).isEmpty()) {
            hints.add(line, text);
        }
    }

    private void addNumber(double number) {
        first = numbers == 0 ? number : first;
        counts &= number == first + numbers && (first == 0 || first == 1);
        numbers++;
        min = Math.min(min, number);
        max = Math.max(max, number);
        whole &= Column.Whole.admits(number) && max - min <= Column.Whole.MOST_APART;
        if (whole) {
            values.add(number);
        } else {
            values.clear();
        }
    }

    public long known() {
        return cells;
    }

    /** Whether a few cells of text, at most, stand between numbers. */
    public boolean isNumeric() {
        return numbers > 0 && numbers >= 4 * texts.count();
    }

    public boolean isDates() {
        return dates > 0 && dates == texts.count() && numbers == 0;
    }

    /** Whether the cells are whole and so few that each may have a probability. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether the cells are 0, 1, 2, … or 1, 2, 3, … without a gap. */
    public boolean isCount() {
        return counts && numbers > 1;
    }

    public boolean isConstant() {
        return labels.size() == 1 || (texts.count() == 0 && min == max);
    }

    /** The text of a constant. */
    public String value() {
        if (numbers == 0) {
            return labels.iterator().next();
        }
        return min == Math.rint(min) && Math.abs(min) < 1e15 ? Long.toString((long) min) : Double.toString(min);
    }

    /** The labels in order, one more than {@link #MOST_LABELS} if there are more. */
    public Set<String> labels() {
        return labels;
    }

    /** Whether most cells differ, as names and numbers of things do. */
    public boolean isNearlyDistinct() {
        return labels.size() > MOST_LABELS
                || (labels.size() > 10 && 2L * labels.size() > cells)
                || (labels.size() == cells && cells > 2);
    }

    /** Texts that are meant as numbers. */
    public Tally hints() {
        return hints;
    }
}
