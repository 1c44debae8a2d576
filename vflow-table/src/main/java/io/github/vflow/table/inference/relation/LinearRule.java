package io.github.vflow.table.inference.relation;

import io.github.vflow.table.schema.Relation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A linear function of columns that may be exact: simplifies its weights, and tests it on all rows. */
final class LinearRule {
    /** Rows beyond the number of weights that a rule must explain. */
    private static final int ROWS_BEYOND = 10;

    /** The share of the deviation of a column that its last digits may be where a rule holds for them only. */
    private static final double COARSE = 0.01;

    /** The digits that the sources leave open, in last digits of the column. */
    private static final double OPEN = 4;

    /** The relative change of a weight that makes it a shorter number. */
    private static final double CLOSE = 1e-6;

    private static final double NO_PART = 1e-7;
    private static final int LONGEST = 7;

    private final Numbers of;
    private final List<Numbers> sources;
    private final double[] weights;

    /**
     * A candidate.
     *
     * @param weights of the sources, about
     */
    LinearRule(Numbers of, List<Numbers> sources, double[] weights) {
        this.of = of;
        this.sources = sources;
        this.weights = weights;
    }

    /** The relation if it holds in all rows in which the numbers are known, and these are enough to tell. */
    Optional<Relation.Linear> relation() {
        int[] used = IntStream.range(0, weights.length)
                .filter(k -> Math.abs(weights[k]) * sources.get(k).std() > NO_PART * of.std())
                .toArray();
        List<Numbers> on = IntStream.of(used).mapToObj(sources::get).toList();
        double[] raw = IntStream.of(used).mapToDouble(k -> weights[k]).toArray();
        if (raw.length == 0) {
            return Optional.empty();
        }
        double[] simple = IntStream.range(0, raw.length)
                .mapToDouble(k -> simple(raw[k], close(raw[k], on.get(k))))
                .toArray();
        for (double[] some : List.of(simple, raw)) {
            double offset = offset(on, some);
            for (double end : new double[] {simple(offset, on, some), offset}) {
                for (boolean isRounded : new boolean[] {false, true}) {
                    Optional<Relation.Linear> rule = Optional.of(rule(on, some, end, isRounded))
                            .filter(r -> isPlausible(on, some, isRounded) && holds(r, on));
                    if (rule.isPresent()) {
                        return rule;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Relation.Linear rule(List<Numbers> on, double[] some, double offset, boolean isRounded) {
        List<Relation.Term> terms = new ArrayList<>();
        for (int k = 0; k < some.length; k++) {
            terms.add(on.get(k).term(some[k]));
        }
        return new Relation.Linear(terms, offset, of.digits(), isRounded);
    }

    /** Whether the digits of the sources give those of the column, if it is rounded. */
    private boolean isPlausible(List<Numbers> on, double[] some, boolean isRounded) {
        double open = 0;
        for (int k = 0; k < some.length; k++) {
            open += Math.abs(some[k]) * on.get(k).unit();
        }
        return !isRounded || (open <= OPEN * of.unit() && (of.unit() + open) / 2 <= COARSE * of.std());
    }

    private boolean holds(Relation.Linear rule, List<Numbers> on) {
        double[] numbers = new double[on.size()];
        int rows = 0;
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
        }
        return rows > numbers.length + ROWS_BEYOND;
    }

    /** The middle of what is left of the column without the terms. */
    private double offset(List<Numbers> on, double[] some) {
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
    private double simple(double offset, List<Numbers> on, double[] some) {
        double size = of.size();
        for (int k = 0; k < some.length; k++) {
            size += Math.abs(some[k]) * on.get(k).size();
        }
        double error = Relation.Linear.PRECISION * size / 2 + of.unit() / 10;
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
    private double close(double weight, Numbers source) {
        return Math.max(CLOSE * Math.abs(weight), of.unit() / (4 * source.std() * sources.size()));
    }

    /** A weight or its inverse with few digits, such as 1.8 or 1/3, if there is one close by. */
    private static double simple(double weight, double close) {
        for (int digits = 1; digits <= LONGEST; digits++) {
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
