package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One value in all training rows: {@link Column#constant}. */
record Constant(String name, String value) implements LeftOutKind {
    @Override
    public String kindWord() {
        return "constant";
    }

    @Override
    public String use() {
        return "left out, checked";
    }

    @Override
    public String words() {
        return "always " + value;
    }

    @Override
    public String rule() {
        return value;
    }

    /** NaN, after a check of the value; a missing cell is taken for the constant. */
    @Override
    public double encode(@Nullable Object value) {
        if (!Column.isGap(value) && !holds(String.valueOf(value))) {
            throw new IllegalArgumentException("Column: \"" + name + "\" is constant and must be " + this.value
                    + " but got " + value + "; the model cannot score such a row, so train it with rows that differ");
        }
        return Double.NaN;
    }

    /** Whether a text is the value, or the same number as the value. */
    boolean holds(String text) {
        if (text.equals(value)) {
            return true;
        }
        double number = Numerals.parse(text);
        return !Double.isNaN(number) && number == Numerals.parse(value);
    }

    @Override
    public Optional<Verdict.Reason.Breach> breach(Object cell, Notation notation) {
        String text = cell.toString();
        double number = cell instanceof Number n ? notation.number(n.doubleValue()) : notation.parse(text);
        return number == notation.parse(value) || holds(text)
                ? Optional.empty()
                : Optional.of(Verdict.Reason.Breach.broken(name, value, "", text));
    }

    @Override
    public Object decode(double number) {
        return value;
    }

    /** A constant must be the same where it is there. */
    @Override
    public boolean accepts(Column other) {
        return equals(other);
    }
}
