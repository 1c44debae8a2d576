package io.github.vflow.table.verdict;

import io.github.vflow.table.source.text.Decimals;
import io.github.vflow.table.view.View;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * The answer of an alarm about one row.
 *
 * @param score lower is odder. The p-value compares it with the scores of the calibration rows, so scores and p-values have one order. It is the
 *     logarithm of the harmonic mean of the p-values of all views, and depends on the unit of no column; it is no ln p. −∞ for a row with a
 *     breach. In {@code Outliers}, it is the oddness of the row
 * @param standardError of the score; zero for an exact model
 * @param pValue upper bound on the share of normal rows at least this odd. For a normal row, P(pValue ≤ α) ≤ α
 * @param level the largest p-value of an alarm
 * @param view by which the row is oddest; empty for a row with a breach
 * @param reasons the most telling first; may be empty
 * @param attribution the columns that make the row odd, if asked for
 */
public record Verdict(
        double score,
        double standardError,
        double pValue,
        double level,
        Optional<View> view,
        List<Reason> reasons,
        Optional<Attribution> attribution) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether the row is too odd for the false-alarm rate. */
    public boolean isAlarm() {
        return pValue <= level;
    }

    /** The most telling reason in words; empty if there is none. */
    public String reason() {
        return reasons.isEmpty() ? "" : reasons.getFirst().words();
    }

    /**
     * How a search found an odd row: the combination of some columns, or one column by itself.
     *
     * @param view that found it; a column, too, if the cell to blame is the greatest or the least of its column, or the only one with its label
     * @param columns of the combination, one if it alone does not fit the others, or the column, or the column of a gap and the one that tells of it;
     *     empty if the row has no explanation
     */
    public record Found(View view, List<String> columns) {
        public Found {
            columns = List.copyOf(columns);
        }

        /** The view in words, such as "the combination of x, y", "the combination of y with the others", "y alone" or "no row is like it in y". */
        public String words() {
            String names = String.join(", ", columns);
            return switch (view) {
                case COMBINATION ->
                    switch (columns.size()) {
                        case 0 -> "a combination";
                        case 1 -> "the combination of " + names + " with the others";
                        default -> "the combination of " + names;
                    };
                case COLUMN -> columns.isEmpty() ? "single columns" : names + " alone";
                case NEIGHBOURS -> columns.isEmpty() ? "no row is like it" : "no row is like it in " + names;
                case GAPS -> "the gaps of " + String.join(" beside ", columns);
            };
        }
    }

    /** A reason why a row is odd, or a remark about its verdict. */
    public sealed interface Reason {
        /** One sentence without a full stop. */
        String words();

        /** Whether it is about one value by itself: not about a value beside others, a missing cell, or the whole row. */
        default boolean isOfOneValue() {
            return !(this instanceof Unexpected
                    || this instanceof MissingCell
                    || this instanceof OddGap
                    || this instanceof Unlike
                    || this instanceof Density);
        }

        /**
         * A cell that is missing, or not, beside a value with which that is rare.
         *
         * @param column its name
         * @param isMissing whether it is missing
         * @param probability that it is so beside this value, in [0, 1]
         * @param beside the column of the value
         * @param value as text; empty if it is missing
         * @param isExact whether the probability is of this value, else of values near it
         */
        static Reason oddGap(
                String column,
                boolean isMissing,
                double probability,
                String beside,
                Optional<String> value,
                boolean isExact) {
            return new OddGap(column, isMissing, probability, beside, value, isExact);
        }

        /** A cell that contradicts all training rows. The density leaves the cell out, and the row is an alarm at any rate. */
        sealed interface Breach extends Reason {
            /** The name of the column. */
            String column();

            /** The breach of a category that the model does not know. */
            static Breach unseen(String column, String label) {
                return new UnseenCategory(column, label);
            }

            /**
             * The breach of an exact relation of all training rows.
             *
             * @param column its name
             * @param rule the relation, such as "price + tax"
             * @param expected the value that the relation gives; empty if it gives none
             * @param found the value of the row
             */
            static Breach broken(String column, String rule, String expected, String found) {
                return new BrokenRelation(column, rule, expected, found);
            }
        }
    }

    /** A category that the model does not know. */
    record UnseenCategory(String column, String label) implements Reason.Breach {
        @Override
        public String words() {
            return column + " is " + label + ", which the model has never seen";
        }
    }

    /** A value that breaks an exact relation. */
    record BrokenRelation(String column, String rule, String expected, String found) implements Reason.Breach {
        @Override
        public String words() {
            return column + " is " + rule + " in all training rows" + (expected.isEmpty() ? "" : " (" + expected + ")")
                    + " but is " + found;
        }
    }

    /**
     * A value that is improbable given the other columns.
     *
     * @param part the column and its cost
     */
    record Unexpected(Attribution.Part part) implements Reason {
        @Override
        public String words() {
            return part.column() + " is " + part.text() + ", expected "
                    + part.expected().words() + " given the other columns";
        }
    }

    /**
     * A value outside the range of the training rows.
     *
     * @param column its name
     * @param low the least value of the training rows
     * @param high the greatest value of the training rows
     * @param dates the date of a number; empty if the values are no dates
     */
    record OutOfRange(String column, double value, double low, double high, Optional<DoubleFunction<String>> dates)
            implements Reason {
        @Override
        public String words() {
            if (dates.isPresent()) {
                DoubleFunction<String> date = dates.get();
                return column + " is " + date.apply(value) + ", outside of " + date.apply(low) + " to "
                        + date.apply(high) + ", the dates of the training rows";
            }
            double scale = high - low;
            return column + " is " + Decimals.text(value, scale) + ", outside of the range " + Decimals.text(low, scale)
                    + " to " + Decimals.text(high, scale) + " of the training rows";
        }
    }

    /**
     * A value that few rows reach, in a row that no column alone makes odd.
     *
     * @param column its name
     * @param value of the row, as text
     * @param share of the other rows that reach it, in [0, 1]
     * @param isHigh whether these rows have at least as much, else at most as much
     */
    record Rare(String column, String value, double share, boolean isHigh) implements Reason {
        @Override
        public String words() {
            String start = column + " is " + value + ", ";
            if (share == 0) {
                return start + (isHigh ? "more" : "less") + " than in any other row";
            }
            return start
                    + String.format(
                            Locale.ROOT,
                            "and only %.2g %% of the other rows have as %s",
                            100 * share,
                            isHigh ? "much" : "little");
        }
    }

    /**
     * A row far from all rows of the training.
     *
     * @param differences the columns in which it differs most from the nearest ones; may be none
     */
    record Unlike(List<Difference> differences) implements Reason {
        public Unlike {
            differences = List.copyOf(differences);
        }

        /**
         * A difference.
         *
         * @param column its name
         * @param nearest the value of the nearest rows, or the least and the greatest
         * @param own the value of the row
         */
        record Difference(String column, String nearest, String own) {}

        @Override
        public String words() {
            if (differences.isEmpty()) {
                return "no row is like it";
            }
            return differences.stream()
                            .map(d -> d.column + " " + d.nearest)
                            .collect(Collectors.joining(" and ", "no row is like it; the nearest have ", ""))
                    + differences.stream()
                            .map(Difference::own)
                            .collect(Collectors.joining(" and ", ", and this has ", ""));
        }
    }

    /**
     * A cell that is missing, so that the verdict is on the other cells.
     *
     * @param column its name
     */
    record MissingCell(String column) implements Reason {
        @Override
        public String words() {
            return column + " is missing";
        }
    }

    /** As {@link Reason#oddGap}. */
    record OddGap(
            String column,
            boolean isMissing,
            double probability,
            String beside,
            Optional<String> value,
            boolean isExact)
            implements Reason {
        @Override
        public String words() {
            String is = value.map(v -> (isExact ? "is " : "is about ") + v).orElse("is missing");
            return String.format(
                    Locale.ROOT,
                    "%s is %s, with a probability of %.2g %% where %s %s",
                    column,
                    isMissing ? "missing" : "not missing",
                    100 * probability,
                    beside,
                    is);
        }
    }

    /**
     * The density of the whole row.
     *
     * @param isHigh whether the row is too likely, else too unlikely
     * @param share of the calibration rows that are as extreme
     */
    record Density(boolean isHigh, double share) implements Reason {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "the row is %s than all but %.2g %% of the calibration rows",
                    isHigh ? "more likely" : "less likely",
                    100 * share);
        }
    }
}
