package io.github.vflow.table.verdict;

import java.util.Locale;

/** What a model expects in a cell, given the other cells of the row. */
public sealed interface Expected {
    /** The value and how sure it is, in words. */
    default String words() {
        return value() + " (" + certainty() + ")";
    }

    /** The value as text. */
    String value();

    /** How sure it is, as text: an interval, or a probability. */
    String certainty();

    /**
     * A number: the conditional median and an interval around it.
     *
     * @param median of the conditional distribution
     * @param low below it are 5 % of the conditional distribution
     * @param high above it are 5 %
     */
    record Quantity(double median, double low, double high) implements Expected {
        @Override
        public String value() {
            return Decimals.text(median, high - low);
        }

        @Override
        public String certainty() {
            return Decimals.text(low, high - low) + " to " + Decimals.text(high, high - low);
        }
    }

    /**
     * A whole number: the conditional median and an interval around it.
     *
     * @param median of the conditional distribution
     * @param low below it are 5 % of the conditional distribution, at most
     * @param high above it are 5 %, at most
     */
    record Whole(long median, long low, long high) implements Expected {
        @Override
        public String value() {
            return Long.toString(median);
        }

        @Override
        public String certainty() {
            return low + " to " + high;
        }
    }

    /**
     * A category: the most probable one.
     *
     * @param label of the category
     * @param probability of that category, given the other cells
     */
    record Label(String label, double probability) implements Expected {
        @Override
        public String value() {
            return label;
        }

        @Override
        public String certainty() {
            return String.format(Locale.ROOT, "%.0f %%", 100 * probability);
        }
    }
}
