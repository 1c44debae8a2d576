package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.Numerals;
import java.util.BitSet;

/** A summary of the cells of one column, in memory that does not grow with their number. Mutable. */
public final class ColumnProfile {
    private static final int HASH_BITS = 13;
    private static final int HASHES = 1 << HASH_BITS;
    private static final int MIX = 0x9E3779B9;

    private final MissingCells gaps;
    private long cells;
    private final DateProfile dates = new DateProfile();
    private boolean hasGaps;
    private long zeros;
    private boolean onlyDigits = true;
    private final LabelProfile labels = new LabelProfile();
    private final BitSet hashes = new BitSet(HASHES);
    private final NumberProfile numbers = new NumberProfile();
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
            hasGaps = true;
            return;
        }
        addLabel(cell);
        if (cell instanceof Number number) {
            numbers.add(number);
        } else if (!numbers.add(cell.toString(), cursor.line())) {
            addText(cell.toString(), cursor.line());
        }
        cells++;
    }

    private void addLabel(Object cell) {
        if (cell instanceof Number n && NumberProfile.isInteger(n)) {
            onlyDigits &= n.longValue() >= 0;
        } else if (cell instanceof Number n && NumberProfile.isFloating(n)) {
            onlyDigits = false;
        } else {
            addDigits(cell.toString());
        }
        if (cells < KindDefaults.CELLS_FOR_UNIQUE) {
            hashes.set((cell.toString().hashCode() * MIX) >>> (Integer.SIZE - HASH_BITS));
        }
        labels.add(cell, zeros > 0 || 2 * texts.count() >= cells);
    }

    private void addDigits(String text) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        onlyDigits &= digits;
        zeros += digits && text.length() > 1 && text.charAt(0) == '0' ? 1 : 0;
    }

    private void addText(String text, long line) {
        texts.add(line, text);
        dates.add(text);
        if (!Numerals.hint(text).isEmpty()) {
            hints.add(line, text);
        }
    }

    /** The cells as numbers. */
    NumberProfile numbers() {
        return numbers;
    }

    public long known() {
        return cells;
    }

    /** Whether a few cells of text, at most, stand between numbers. */
    public boolean isNumeric() {
        long read = numbers.chosen().count();
        return read > 0 && read >= KindDefaults.NUMBERS_FOR_A_TEXT * (cells - read);
    }

    boolean isDates() {
        return dates.count() > 0 && dates.count() == cells;
    }

    /** The dates and times of the texts. */
    DateProfile dates() {
        return dates;
    }

    /** Whether the cells are whole and so few that each may have a probability. */
    public boolean isWhole() {
        return numbers.chosen().isWhole();
    }

    /** Whether the cells are 0, 1, 2, … or 1, 2, 3, … without a gap. */
    public boolean isCount() {
        return !hasGaps && texts.count() == 0 && numbers.chosen().isCount();
    }

    public boolean isConstant() {
        NumberReading read = numbers.chosen();
        return labels.size() == 1 || (read.count() == cells && read.min() == read.max());
    }

    /** The text of a constant. */
    public String value() {
        if (labels.size() == 1) {
            return labels.first();
        }
        return Numerals.shortest(numbers.chosen().min());
    }

    /** The texts and how often they are met. */
    LabelProfile labels() {
        return labels;
    }

    /** Whether the cells are codes of digits, such as zip codes: some begin with zero. */
    boolean isCode() {
        return onlyDigits && zeros > 0;
    }

    /** Whether nearly all cells differ, by a count of the first thousand (Whang et al. 1990). */
    boolean isUnique() {
        long counted = Math.min(cells, KindDefaults.CELLS_FOR_UNIQUE);
        double different = -HASHES * Math.log1p(-hashes.cardinality() / (double) HASHES);
        return counted >= KindDefaults.FEWEST_FOR_UNIQUE && different >= KindDefaults.UNIQUE * counted;
    }

    /** Whether the numbers are whole, and leave hardly any out between the least and the greatest. */
    boolean isSerial() {
        return onlyDigits && numbers.chosen().max() - numbers.chosen().min() < KindDefaults.SERIAL * cells;
    }

    boolean hasOnlyDigits() {
        return onlyDigits;
    }

    /** Texts that are meant as numbers. */
    public Tally hints() {
        return hints;
    }
}
