package io.github.vflow.table.inference.relation;

import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Relation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A linear function of columns that may be exact: simplifies its weights, and tests it on all rows. */
final class LinearRule {
    private final ColumnNumbers of;
    private final List<ColumnNumbers> sources;
    private final double[] weights;

    /**
     * A candidate.
     *
     * @param weights of the sources, about
     */
    LinearRule(ColumnNumbers of, List<ColumnNumbers> sources, double[] weights) {
        this.of = of;
        this.sources = sources;
        this.weights = weights;
    }

    /** The column that the function gives. */
    ColumnNumbers of() {
        return of;
    }

    /** The ways in which a rule can hold, the best first. */
    enum Way {
        /** Exactly, and any numbers with the digits of the sources give one with the digits of the column. */
        CLOSED,
        /** To the last digit of the column. */
        ROUNDED,
        /** Exactly, for some numbers of the sources only. */
        EXACT
    }

    /** The relation if it holds in such a way in all rows in which the numbers are known, and these are enough to tell. */
    Optional<Relation.Linear> relation(Way way) {
        int[] used = IntStream.range(0, weights.length)
                .filter(k -> Math.abs(weights[k]) * sources.get(k).std() > RelationDefaults.NO_WEIGHT * of.std())
                .toArray();
        List<ColumnNumbers> on = IntStream.of(used).mapToObj(sources::get).toList();
        double[] raw = IntStream.of(used).mapToDouble(k -> weights[k]).toArray();
        if (raw.length == 0) {
            return Optional.empty();
        }
        double[] simple = IntStream.range(0, raw.length)
                .mapToDouble(k -> simple(raw[k], close(raw[k], on.get(k))))
                .toArray();
        boolean isRounded = way == Way.ROUNDED;
        if (isRounded && of.unit() / 2 > RelationDefaults.COARSE * of.std()) {
            return Optional.empty();
        }
        for (double[] some : List.of(simple, raw)) {
            double offset = offset(on, some);
            for (double end : new double[] {simple(offset, on, some), offset}) {
                Relation.Linear rule = rule(on, some, end, isRounded);
                if ((way != Way.CLOSED || isClosed(rule)) && holds(rule, on)) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a last digit of a source makes whole last digits of the column. */
    private static boolean isClosed(Relation.Linear rule) {
        int decimals = rule.digits().decimals();
        return decimals >= Relation.Digits.MOST
                || rule.terms().stream()
                        .mapToDouble(t -> Math.abs(t.weight())
                                * Math.pow(10, decimals - t.digits().decimals()))
                        .allMatch(steps -> Math.rint(steps) >= 1
                                && Math.abs(steps / Math.rint(steps) - 1) < RelationDefaults.CLOSE);
    }

    private Relation.Linear rule(List<ColumnNumbers> on, double[] some, double offset, boolean isRounded) {
        List<Relation.Term> terms = new ArrayList<>();
        for (int k = 0; k < some.length; k++) {
            terms.add(on.get(k).term(some[k]));
        }
        return new Relation.Linear(terms, offset, of.digits(), isRounded);
    }

    private boolean holds(Relation.Linear rule, List<ColumnNumbers> on) {
        double[] numbers = new double[on.size()];
        int rows = 0;
        int open = 0;
        for (int i = 0; i < of.cells().length; i++) {
            boolean isKnown = !Double.isNaN(of.cells()[i]);
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = on.get(k).cells()[i];
                isKnown &= !Double.isNaN(numbers[k]);
            }
            if (isKnown && !rule.holds(numbers, of.cells()[i])) {
                return false;
            }
            rows += isKnown ? 1 : 0;
            open += isKnown && rule.isRounded() && isOpen(rule, numbers, of.cells()[i]) ? 1 : 0;
        }
        int needed = (rule.isRounded() ? RelationDefaults.ROWS_OF_ROUNDED * numbers.length : numbers.length)
                + RelationDefaults.ROWS_BEYOND;
        boolean isPlain = numbers.length == 1 || rule.terms().stream().allMatch(t -> isPlain(t.weight()));
        return rows > needed && open <= RelationDefaults.MOST_TURNING * rows && (isPlain || isVaried(on, needed));
    }

    /** Whether a weight has two digits at most, as a chance would not have it. */
    private static boolean isPlain(double weight) {
        return rounded(weight, 2) == weight;
    }

    /** Whether more different rows than weights obey the rule, and the column itself varies in as many. */
    private boolean isVaried(List<ColumnNumbers> on, int needed) {
        Set<List<Double>> different = new HashSet<>();
        for (int i = 0; i < of.cells().length && different.size() <= needed; i++) {
            int row = i;
            different.add(Stream.concat(Stream.of(of), on.stream())
                    .map(c -> c.cells()[row])
                    .toList());
        }
        return of.varied() > needed && different.size() > needed;
    }

    /** Whether a number lies where rounding turns from one digit to the next. Many such rows, as of a column that is n or n + 1, are no rounding. */
    private static boolean isOpen(Relation.Linear rule, double[] numbers, double value) {
        return Math.abs(rule.exact(numbers) - value)
                > RelationDefaults.TURN * rule.digits().unit(value);
    }

    /** The median of the column without the terms. */
    private double offset(List<ColumnNumbers> on, double[] some) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < of.cells().length; i++) {
            double rest = of.cells()[i];
            for (int k = 0; k < some.length; k++) {
                rest -= some[k] * on.get(k).cells()[i];
            }
            low = rest < low ? rest : low;
            high = rest > high ? rest : high;
        }
        return low <= high ? (low + high) / 2 : 0;
    }

    /** A shorter offset, which differs by less than the digits of the numbers tell. */
    private double simple(double offset, List<ColumnNumbers> on, double[] some) {
        double size = of.size();
        for (int k = 0; k < some.length; k++) {
            size += Math.abs(some[k]) * on.get(k).size();
        }
        double error = Relation.Linear.PRECISION * size / 2 + of.unit() / RelationDefaults.PART_OF_DIGIT_BY_OFFSET;
        if (Math.abs(offset) <= error) {
            return 0;
        }
        for (int digits = 1; digits <= Relation.Digits.MOST; digits++) {
            double shorter = rounded(offset, digits);
            if (Math.abs(shorter - offset) <= error) {
                return shorter;
            }
        }
        return offset;
    }

    /** The change of a weight that the last digit of the column does not show. */
    private double close(double weight, ColumnNumbers source) {
        return Math.max(
                RelationDefaults.CLOSE * Math.abs(weight),
                of.unit() / (RelationDefaults.PART_OF_DIGIT_BY_WEIGHT * source.std() * sources.size()));
    }

    /** A weight or its inverse with few digits, such as 1.8 or 1/3, if there is one close by. */
    private static double simple(double weight, double close) {
        for (int digits = 1; digits <= RelationDefaults.DIGITS_OF_WEIGHT; digits++) {
            double shorter = rounded(weight, digits);
            double inverse = 1 / rounded(1 / weight, digits);
            if (Math.abs(shorter - weight) <= close) {
                return shorter;
            }
            if (Math.abs(inverse - weight) <= close) {
                return inverse;
            }
        }
        return weight;
    }

    private static double rounded(double number, int digits) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).round(new MathContext(digits)).doubleValue()
                : number;
    }
}
