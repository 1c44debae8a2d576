package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;

/**
 * Whole numbers that count units of time since 1970-01-01, which are days.
 *
 * @param perDay the number of units in a day: 86,400 for seconds
 */
record Epoch(double perDay) implements Notation {
    @Override
    public double parse(String text) {
        return number(Numerals.parse(text));
    }

    @Override
    public double number(double written) {
        return written / perDay;
    }

    /** The count for which a number of days stands. */
    long count(double days) {
        return Math.round(days * perDay);
    }

    @Override
    public String text(double number) {
        return Double.isNaN(number) ? "" : Long.toString(count(number));
    }
}
