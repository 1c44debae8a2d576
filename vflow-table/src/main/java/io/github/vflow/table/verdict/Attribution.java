package io.github.vflow.table.verdict;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.table.source.text.Decimals;
import java.util.List;
import java.util.Locale;

/**
 * The columns that make a row odd, with their costs. The parts and the rest sum to the total, by the chain rule:
 *
 * <pre>  total = score(typical row) − score(row) = Σ cost(part) + rest</pre>
 *
 * The first part is the column that costs most given all others. The second costs most given the others without the first, and so on, until the row
 * would be no alarm if these columns were as expected. There are at most five: a row with more odd columns is odd as a whole.
 *
 * @param total the score of a typical row minus the score of this row, in nats
 * @param parts the columns to blame, in this order; none if the row is no alarm, or is too likely
 * @param rest the cost of all other columns together, in nats
 * @param standardError of the sum of the parts, and so of the rest
 * @param others the remaining columns by falling cost. Each cost is conditional on all other cells; do not add them
 */
public record Attribution(double total, List<Part> parts, double rest, double standardError, List<Part> others) {
    public Attribution {
        parts = List.copyOf(parts);
        others = List.copyOf(others);
    }

    /** The share of a cost in the total; NaN if the row is not less likely than a typical one. */
    public double share(double cost) {
        return total > 0 ? cost / total : Double.NaN;
    }

    /**
     * The cost of a column: E[score(X, others)] − score(x, others) in nats, with X drawn from the model's conditional distribution given the other
     * cells. It does not depend on units. Usual values cost about zero on average.
     *
     * @param column its name
     * @param value of the cell: a label, a Long or a Double
     * @param expected the expectation given the other cells
     * @param cost in nats
     * @param standardError of the cost, from the draws that estimate it; at least the cost if the expectation is not known
     */
    public record Part(String column, Object value, Expected expected, double cost, double standardError) {
        /** The value as text, with the decimals of the expected value. */
        public String text() {
            return value instanceof Double number
                            && expected instanceof Quantity interval
                            && interval.high() > interval.low()
                    ? Decimals.text(number, interval.high() - interval.low())
                    : value.toString();
        }
    }

    /**
     * The value that a model expects in a cell, given the other cells of the row: the conditional median with the 5 % and the 95 % quantile, or the
     * most probable label with its probability. Not known if too few draws are effective.
     */
    public sealed interface Expected {
        /** The value and its certainty, in words. */
        default String words() {
            return value() + " (" + certainty() + ")";
        }

        /** The value as text. */
        default String value() {
            return switch (this) {
                case Quantity q -> Decimals.text(q.median, q.high - q.low);
                case Written w -> w.median;
                case WholeQuantity w -> Long.toString(w.median);
                case Unknown _ -> "not known";
                case Label l -> l.label;
            };
        }

        /** The certainty as text: an interval, or a probability. */
        default String certainty() {
            return switch (this) {
                case Quantity q ->
                    Decimals.text(q.low, q.high - q.low) + " to " + Decimals.text(q.high, q.high - q.low);
                case Written w -> w.low + " to " + w.high;
                case WholeQuantity w -> w.low + " to " + w.high;
                case Unknown u -> String.format(Locale.ROOT, "%.1f effective draws", u.draws);
                case Label l -> String.format(Locale.ROOT, "%.0f %%", 100 * l.probability);
            };
        }
    }

    /**
     * A number: the conditional median and an interval around it.
     *
     * @param median of the conditional distribution
     * @param low the 5 % quantile of the conditional distribution
     * @param high the 95 % quantile
     */
    record Quantity(double median, double low, double high) implements Expected {}

    /**
     * A date, or a number on a circle: the conditional median and an interval around it, as text. An interval on a circle goes up from low to
     * high, so it may pass the ends, as in 23:40 to 00:30.
     *
     * @param median of the conditional distribution
     * @param low the 5 % quantile of the conditional distribution
     * @param high the 95 % quantile
     */
    record Written(String median, String low, String high) implements Expected {}

    /**
     * A whole number: the conditional median and an interval around it.
     *
     * @param median of the conditional distribution
     * @param low the 5 % quantile of the conditional distribution
     * @param high the 95 % quantile
     */
    record WholeQuantity(long median, long low, long high) implements Expected {}

    /**
     * Too few draws were effective to expect a value.
     *
     * @param draws the number of effective ones, less than {@value GapDefaults#FEWEST_EFFECTIVE}
     */
    record Unknown(double draws) implements Expected {}

    /**
     * A category: the most probable one.
     *
     * @param label of the category
     * @param probability of that category, given the other cells
     */
    record Label(String label, double probability) implements Expected {}
}
