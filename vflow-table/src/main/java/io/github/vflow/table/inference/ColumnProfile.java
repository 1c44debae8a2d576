package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.Numerals;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A summary of the cells of one column, in memory that does not grow with their number. Mutable. */
public final class ColumnProfile {
    private static final int HASH_BITS = 13;
    private static final int HASHES = 1 << HASH_BITS;
    private static final int MIX = 0x9E3779B9;
    /** Digits and letters, perhaps in parts: 70a1, A-1029. */
    private static final Pattern CODE = Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])[A-Za-z0-9]+([-_/.:][A-Za-z0-9]+)*");

    private static final Notation.Dates COMPACT = Notation.Dates.of(Notation.Dates.DIGITS);

    private final MissingCells gaps;
    private long cells;
    private final DateProfile dates = new DateProfile();
    private long missing;
    /** The cells that are missing by their text. */
    private final Map<String, Tally> words = new TreeMap<>();

    private long zeros;
    private boolean onlyDigits = true;
    private long digits;
    private long codes;
    private long compact;
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
            missing++;
            if (cell instanceof String word && !word.isEmpty()) {
                words.computeIfAbsent(word, _ -> new Tally()).add(cursor.line(), word);
            }
            return;
        }
        addLabel(cell);
        if (cells - compact <= 1 + KindDefaults.OTHERS_OF_DIGITS * cells && isCompactDate(cell)) {
            compact++;
            dates.add(digits(cell));
        }
        boolean isRead =
                cell instanceof Number number ? numbers.add(number) : numbers.add(cell.toString(), cursor.line());
        if (!isRead) {
            addText(cell.toString(), cursor.line());
        }
        cells++;
    }

    /** Whether a cell is a date of digits alone, such as 20240531, whether it is a text or a number. */
    private static boolean isCompactDate(Object cell) {
        String text = digits(cell);
        if (text.length() != 8 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int year = Integer.parseInt(text.substring(0, 4));
        return year >= KindDefaults.FIRST_YEAR_OF_DIGITS
                && year < KindDefaults.LAST_YEAR_OF_DIGITS
                && !Double.isNaN(COMPACT.parse(text));
    }

    private static String digits(Object cell) {
        return cell instanceof Number n && n.doubleValue() == n.longValue()
                ? Long.toString(n.longValue())
                : cell.toString();
    }

    private void addLabel(Object cell) {
        if (cell instanceof Number n && NumberProfile.isInteger(n)) {
            onlyDigits &= n.longValue() >= 0;
            digits += n.longValue() >= 0 ? 1 : 0;
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
        boolean isDigits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        onlyDigits &= isDigits;
        digits += isDigits ? 1 : 0;
        codes += !isDigits && CODE.matcher(text).matches() ? 1 : 0;
        zeros += isDigits && text.length() > 1 && text.charAt(0) == '0' ? 1 : 0;
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
        return read > 0
                && !isDates()
                && new Evidence(cells, cells - read).holds()
                && (read == cells || !labels.areNumbersWithLabels())
                && (read == cells || numbers.chosen().min() < numbers.chosen().max());
    }

    /** Whether the cells are numbers of things, such as 7081 and 70a1: digits, some with letters, and nearly all differ. */
    boolean isMixedId() {
        return isUnique() && codes >= KindDefaults.MIXED_IDS * cells && digits + codes == cells;
    }

    /** Whether the cells are labels of a category, unless the user says otherwise. */
    private boolean areLabels() {
        return labels.size() > 0 && !isNumeric() && !isDates() && !labels.isNearlyDistinct();
    }

    /** The texts of missing cells. */
    Set<String> words() {
        return words.keySet();
    }

    /**
     * Takes the texts of missing cells for labels that are frequent answers; afterwards their cells are known.
     *
     * @param marks the texts of missing cells between numbers, which are no answers
     * @return the cells of each
     */
    List<Tally> takeAnswers(Set<String> marks) {
        List<Tally> answers = !areLabels()
                ? List.of()
                : words.entrySet().stream()
                        .filter(e -> !marks.contains(e.getKey()))
                        .filter(e -> gaps.mayBeLabel(
                                e.getKey(), missing > e.getValue().count()))
                        .map(Map.Entry::getValue)
                        .filter(t -> LabelProfile.isFrequent(t.count(), cells + t.count()))
                        .toList();
        for (Tally answer : answers) {
            labels.add(answer.text(), answer.count());
            texts.add(answer);
            dates.add(answer.text());
            cells += answer.count();
            missing -= answer.count();
        }
        return answers;
    }

    boolean isDates() {
        long others = cells - dates.count();
        return dates.count() > 0
                && new Evidence(cells, others).holds()
                && (compact == 0
                        || (cells >= KindDefaults.DATES_FOR_GRID && others <= KindDefaults.OTHERS_OF_DIGITS * cells));
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
        return missing == 0 && texts.count() == 0 && numbers.chosen().isCount();
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
