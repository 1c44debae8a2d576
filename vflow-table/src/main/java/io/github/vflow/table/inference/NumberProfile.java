package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.source.text.Amount;
import io.github.vflow.table.source.text.Numerals;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cells of a column as numbers, with a decimal point and with a decimal comma. Mutable. */
final class NumberProfile {
    private final NumberReading point = new NumberReading('.');
    private final NumberReading comma = new NumberReading(',');
    /** The cells of each unit. */
    private final Map<String, Long> units = new TreeMap<>();

    private String before = "";
    private String after = "";
    private boolean parentheses;
    /** Cells that are a number with either sign, but not the same one. */
    private final Tally unclear = new Tally();

    private final Tally written = new Tally();
    private NumberReading chosen = point;

    /** Adds a cell that is a number in the source, as if it had its text; returns false if float32 has no such number. */
    boolean add(Number number) {
        if (!Float.isFinite(number.floatValue())) {
            return false;
        }
        boolean isKnown = isInteger(number) || (isFloating(number) && point.hasAnyDecimals());
        String text = isKnown ? "" : number.toString();
        add(number.doubleValue(), text, !isFloating(number) && text.indexOf('.') < 0);
        return true;
    }

    /** Whether a number has a type of whole numbers: its text has digits and a sign alone. */
    static boolean isInteger(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte;
    }

    /** Whether a number has a type whose texts have a point. */
    static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private void add(double number, String text, boolean isComma) {
        int at = text.indexOf('.');
        int decimals = isExponential(text) ? Notation.Numbers.ANY : at < 0 ? 0 : text.length() - at - 1;
        point.add(number, decimals, (char) 0);
        if (isComma) {
            comma.add(number, decimals, (char) 0);
        }
    }

    /** Adds a text, if it is a number with one of the signs at least; otherwise returns false. */
    boolean add(String text, long line) {
        double plain = Numerals.parse(text);
        if (!Double.isNaN(plain) && !Float.isFinite((float) plain)) {
            return false;
        }
        if (!Double.isNaN(plain) && !isGroup(text)) {
            add(plain, text, text.indexOf('.') < 0);
            return true;
        }
        Optional<Amount> amount = Amount.of(text);
        if (amount.isEmpty()) {
            return false;
        }
        Amount a = amount.orElseThrow();
        boolean asPoint = add(point, a);
        boolean asComma = add(comma, a);
        if (!asPoint && !asComma) {
            return false;
        }
        if (asPoint && asComma && a.value('.') != a.value(',')) {
            unclear.add(line, text);
        }
        if (Double.isNaN(plain)) {
            written.add(line, text);
        }
        if (!a.unit().isEmpty() && (units.containsKey(a.unit()) || units.size() < KindDefaults.MOST_UNITS)) {
            units.merge(a.unit(), 1L, Long::sum);
            if (a.unit().equals(unit())) {
                before = a.before();
                after = a.after();
            }
        }
        parentheses |= a.hasParentheses();
        return true;
    }

    private static boolean add(NumberReading reading, Amount a) {
        double number = a.value(reading.point);
        if (Double.isNaN(number)) {
            return false;
        }
        reading.add(number, a.decimals(reading.point), a.group(reading.point));
        return true;
    }

    /** Whether a plain number may have groups of three digits after its point. */
    private static boolean isGroup(String text) {
        return text.length() > 4 && text.charAt(text.length() - 4) == '.';
    }

    private static boolean isExponential(String text) {
        return text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }

    /** The decimal sign with which more cells are numbers; empty if both read equally many. */
    Optional<Character> decided() {
        return point.count() == comma.count()
                ? Optional.empty()
                : Optional.of(point.count() > comma.count() ? '.' : ',');
    }

    /** Whether each sign reads all numbers, but not as the same ones. */
    boolean isUnclear() {
        return decided().isEmpty() && unclear.count() > 0;
    }

    /** The cells that are another number with each sign. */
    Tally unclear() {
        return unclear;
    }

    /** Reads the cells with a decimal sign from here on. */
    void choose(char sign) {
        chosen = sign == ',' ? comma : point;
    }

    NumberReading chosen() {
        return chosen;
    }

    /** The cells that are numbers in a form that people use and programs do not. */
    Tally written() {
        return written;
    }

    /** The most frequent unit; empty if there is none. */
    String unit() {
        return units.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** How the cells are written. */
    Notation notation() {
        return chosen.notation(before, after, parentheses);
    }
}
