package io.github.vflow.table.schema;

import io.github.vflow.table.defaults.RelationDefaults;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A rule that gives the number of a column from the numbers of other columns of the same row. Categories count as the numbers of their
 * labels.
 */
public sealed interface Relation permits Relation.Linear, Relation.OneToOne, Relation.Parted {
    /** The names of the other columns. */
    List<String> sources();

    /**
     * The number that the rule gives.
     *
     * @param numbers of the sources, in their order
     * @return NaN if a source is missing, or the rule does not know its number
     */
    double value(double[] numbers);

    /**
     * The number of one source, given the numbers of the others and of the column.
     *
     * @param at the place of the source; its own number is not read
     * @param numbers of the sources, in their order
     * @return NaN if a number is missing, or the rule does not give the source to its last digit
     */
    double source(int at, double[] numbers, double value);

    /** Whether the number of the column gives all its sources, which the source of a table does not have. */
    default boolean givesSources() {
        return false;
    }

    /** The number of one source, where its own number and the last one are missing; NaN if the relation does not give it. */
    default double usual(int at, double[] numbers, double value) {
        return Double.NaN;
    }

    /** The number of a source that is nearest to one that a model draws. */
    double rounded(int at, double number);

    /** Whether the numbers of a row without missing ones obey the rule. */
    boolean holds(double[] numbers, double value);

    /** The rule as the end of a sentence that begins with "column is". */
    String words();

    /**
     * The precision with which the numbers of a column are written.
     *
     * @param decimals the most digits behind the point
     * @param significant the most significant digits; {@value #MOST} for numbers of full double precision
     */
    record Digits(int decimals, int significant) {
        /** The significant digits of a double. */
        public static final int MOST = 15;

        /** The significant digits of float32. */
        public static final int FLOAT = 7;

        public Digits {
            if (decimals < 0 || significant < 1 || significant > MOST) {
                throw new IllegalArgumentException(
                        "Relation.Digits: decimals must be at least 0, and significant digits 1 to " + MOST
                                + ", but are " + decimals + " and " + significant + "; count the digits again");
            }
        }

        /** The last digit of a number: 0.01 for 107.1 in a column with cents. */
        public double unit(double number) {
            double byPoint = Math.pow(10, -decimals);
            if (number == 0) {
                return byPoint;
            }
            double exponent = Math.floor(Math.log10(Math.abs(number)));
            return Math.max(byPoint, Math.pow(10, exponent + 1 - significant));
        }

        /** The most that rounding takes from a number: half of its last digit, or a whole one of float32, which is rounded to binary digits before. */
        double rounding(double number) {
            return unit(number) * (significant == FLOAT ? 1 : 0.5);
        }

        /** The nearest number with these digits. */
        public double round(double number) {
            boolean isFull = significant == MOST && decimals >= MOST;
            if (isFull || !Double.isFinite(number)) {
                return number;
            }
            BigDecimal exact = BigDecimal.valueOf(number);
            BigDecimal byPoint = exact.scale() > decimals ? exact.setScale(decimals, RoundingMode.HALF_EVEN) : exact;
            return byPoint.round(new MathContext(significant, RoundingMode.HALF_EVEN))
                    .doubleValue();
        }
    }

    /**
     * A source of a linear rule.
     *
     * @param column its name
     * @param weight the factor of its number
     * @param digits of its numbers
     */
    record Term(String column, double weight, Digits digits) {}

    /**
     * A linear function of other columns: value = offset + Σ weight · source.
     *
     * @param terms the sources, at least one
     * @param digits of the column
     * @param isRounded whether numbers obey the rule to half of their last digit only; otherwise they obey it to {@value #PRECISION} of the
     *     sum of the sizes of its terms
     */
    record Linear(List<Term> terms, double offset, Digits digits, boolean isRounded) implements Relation {
        /** Relative error of a rule without rounding. */
        public static final double PRECISION = RelationDefaults.PRECISION;

        private static final int SHOWN = 5;

        /** A weight with a longer text is shown as a fraction if it is one. */
        private static final int LONG = 8;

        public Linear {
            terms = List.copyOf(terms);
            if (terms.isEmpty()) {
                throw new IllegalArgumentException(
                        "Relation.Linear: a rule has at least one source but this one has none; make the column a constant");
            }
        }

        @Override
        public List<String> sources() {
            return terms.stream().map(Term::column).toList();
        }

        @Override
        public double value(double[] numbers) {
            return digits.round(exact(numbers));
        }

        /** The number before it is rounded to the digits of the column. */
        public double exact(double[] numbers) {
            return sum(numbers, -1);
        }

        @Override
        public double source(int at, double[] numbers, double value) {
            Term term = terms.get(at);
            double number = (value - sum(numbers, at)) / term.weight;
            double[] all = numbers.clone();
            all[at] = number;
            double error = isRounded ? tolerance(all, value) / Math.abs(term.weight) : 0;
            return error <= term.digits.unit(number) ? term.digits.round(number) : Double.NaN;
        }

        @Override
        public double rounded(int at, double number) {
            return terms.get(at).digits.round(number);
        }

        private double sum(double[] numbers, int without) {
            double sum = offset;
            for (int k = 0; k < numbers.length; k++) {
                sum += k == without ? 0 : terms.get(k).weight * numbers[k];
            }
            return sum;
        }

        @Override
        public boolean holds(double[] numbers, double value) {
            return Math.abs(value - sum(numbers, -1)) <= tolerance(numbers, value);
        }

        private double tolerance(double[] numbers, double value) {
            double size = Math.abs(value) + Math.abs(offset);
            double rounding = digits.rounding(value);
            double open = 0;
            for (int k = 0; k < numbers.length; k++) {
                double weight = Math.abs(terms.get(k).weight);
                size += weight * Math.abs(numbers[k]);
                open += weight * terms.get(k).digits.rounding(numbers[k]);
            }
            // sources with more digits may be rounded, too
            double most = RelationDefaults.ROOM * (open <= rounding / 2 ? rounding + open : rounding);
            return PRECISION * size + (isRounded ? most : 0);
        }

        @Override
        public String words() {
            String sum = terms.stream().limit(SHOWN).map(Linear::words).collect(Collectors.joining());
            String more = terms.size() > SHOWN ? " + … (" + (terms.size() - SHOWN) + " more columns)" : "";
            String end = offset == 0 ? "" : (offset < 0 ? " - " : " + ") + text(Math.abs(offset));
            return (sum.startsWith(" + ") ? sum.substring(3) : "-" + sum.substring(3)) + more + end;
        }

        private static String words(Term term) {
            double size = Math.abs(term.weight);
            double inverse = Math.rint(1 / size);
            boolean isPart = Double.toString(size).length() > LONG && Math.abs(inverse * size - 1) < PRECISION;
            String factor = size == 1 || isPart ? "" : text(size) + "·";
            return (term.weight < 0 ? " - " : " + ") + factor + term.column + (isPart ? "/" + (long) inverse : "");
        }
    }

    /**
     * Labels that stand for each other, one to one.
     *
     * @param source the other column
     * @param from its numbers, all different
     * @param to the number of the column for each of them, all different
     */
    record OneToOne(String source, List<Double> from, List<Double> to) implements Relation {
        public OneToOne {
            from = List.copyOf(from);
            to = List.copyOf(to);
            if (from.size() != to.size()
                    || from.stream().distinct().count() != from.size()
                    || to.stream().distinct().count() != to.size()) {
                throw new IllegalArgumentException("Relation.OneToOne: the numbers of " + source
                        + " and of the column must be different, and as many, but are " + from + " and " + to
                        + "; give pairs");
            }
        }

        @Override
        public List<String> sources() {
            return List.of(source);
        }

        @Override
        public double value(double[] numbers) {
            return partner(from, to, numbers[0]);
        }

        @Override
        public double source(int at, double[] numbers, double value) {
            return partner(to, from, value);
        }

        private static double partner(List<Double> some, List<Double> others, double number) {
            // −0.0 is 0.0
            int at = some.indexOf(number + 0.0);
            return at < 0 ? Double.NaN : others.get(at);
        }

        @Override
        public double rounded(int at, double number) {
            return from.stream()
                    .min(Comparator.comparingDouble(x -> Math.abs(x - number)))
                    .orElse(number);
        }

        /** Two numbers that training has not seen may stand for each other. */
        @Override
        public boolean holds(double[] numbers, double value) {
            double expected = value(numbers);
            return Double.isNaN(expected) ? !to.contains(value) : expected == value;
        }

        @Override
        public String words() {
            return "one to one with " + source;
        }
    }

    /** A relation that stands for its column: parts, which no source has, give its number. */
    sealed interface Parted extends Relation permits Moment, NumberGrid, Near {
        /** The name of the column. */
        String column();

        /** The parts, which a model learns in the place of the column. */
        List<Column> parts();

        /** The parts in words. */
        String shown();
    }

    /**
     * A linear rule that most rows obey, or below which no row lies: the model learns the rest, which is the column less its rule.
     *
     * @param column the name of the column
     * @param rule exact, and closed under the digits of the columns
     * @param isLeast whether the column is hardly ever less than the rule gives
     * @param isWhole whether the rest is a whole number
     * @param share of the rows that obey the rule
     * @param less the share of the rows that are less, of a rule that gives the least
     */
    record Near(String column, Linear rule, boolean isLeast, boolean isWhole, double share, double less)
            implements Parted {
        private String rest() {
            String words = rule.words();
            return column + " - " + (rule.terms.size() == 1 ? words : "(" + words + ")");
        }

        /** The rule with its rest, which holds in any row. */
        private Linear all() {
            List<Term> terms = new ArrayList<>(rule.terms);
            terms.add(new Term(rest(), 1, rule.digits));
            return new Linear(terms, rule.offset, rule.digits, false);
        }

        @Override
        public List<Column> parts() {
            return List.of(isWhole ? Column.whole(rest()) : Column.real(rest()));
        }

        @Override
        public List<String> sources() {
            return all().sources();
        }

        @Override
        public double value(double[] numbers) {
            return all().value(numbers);
        }

        @Override
        public double source(int at, double[] numbers, double value) {
            return all().source(at, numbers, value);
        }

        @Override
        public double rounded(int at, double number) {
            return all().rounded(at, number);
        }

        @Override
        public boolean holds(double[] numbers, double value) {
            return all().holds(numbers, value);
        }

        /** The number of one missing source if the rest is zero, as in most rows; NaN if another one is missing, or the rule is a bound. */
        @Override
        public double usual(int at, double[] numbers, double value) {
            double[] usual = numbers.clone();
            usual[usual.length - 1] = 0;
            return isLeast ? Double.NaN : source(at, usual, value);
        }

        @Override
        public String words() {
            return (!isLeast ? "" : less == 0 ? "never less than " : "not less than ")
                    + rule.words()
                    + (!isLeast || less == 0 ? "" : " in " + percent(1 - less))
                    + (isLeast ? ", and equal in " : " in ")
                    + percent(share);
        }

        @Override
        public String shown() {
            return rest() + ", which is "
                    + (!isLeast ? "" : less == 0 ? "never negative, and " : "negative in " + percent(less) + ", and ")
                    + "0 in " + percent(share);
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.1f %% of the rows", 100 * share);
        }
    }

    private static String text(double number) {
        String shortest = Double.toString(number);
        return number == Math.rint(number) && number < 1e9
                ? Long.toString((long) number)
                : shortest.length() <= 10 ? shortest : String.format(Locale.ROOT, "%.6g", number);
    }
}
