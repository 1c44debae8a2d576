package io.github.vflow.table.score;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The p-value of a row by one view: the probability that a normal row has a score at most as high. It is the rank among normal rows, and below
 * a low quantile q, where these are few, an exponential law,
 *
 * <pre>  P(score ≤ s) = P(score &lt; q)·e^−(q − s)/β</pre>
 *
 * Immutable.
 *
 * @param scores of normal rows, ascending, from q on; other scores lie on the lines between them
 * @param shares P(score ≤ s) of these scores, ascending
 * @param below P(score &lt; q)
 * @param decay β, above zero
 */
record ViewPValue(double[] scores, double[] shares, double below, double decay) {
    private static final double HALF = 0.5;

    /** Checks that the fields fit together, since a file has them. */
    ViewPValue {
        boolean fit = scores.length > 0 && scores.length == shares.length && below > 0 && below <= shares[0];
        for (int k = 1; fit && k < scores.length; k++) {
            fit = scores[k - 1] < scores[k] && shares[k - 1] < shares[k];
        }
        if (!fit || !(shares[shares.length - 1] <= 1) || !(decay > 0) || decay == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "ViewPValue: scores and their probabilities must ascend, up to one, with a"
                            + " decay above zero, but they are " + Arrays.toString(scores) + " and "
                            + Arrays.toString(shares)
                            + ", " + below + " below them, with the decay " + decay);
        }
    }

    /**
     * The law of rows that are normal: β is the mean excess of the lowest tenth.
     *
     * @param scores of rows that calibrate nothing; infinite ones do not count
     */
    static ViewPValue ofNormal(double[] scores) {
        Sorted all = finite(scores);
        if (all.size() == 0) {
            return of(all, 0, 0);
        }
        int most = Math.min(Math.max(1, (int) (ViewDefaults.TAIL * all.size())), all.size() - 1);
        // a score that many of the lowest rows share has a probability, which no exponential law sees
        double q = IntStream.range(0, most)
                .mapToDouble(all::get)
                .filter(s -> all.countUpTo(s) - all.countBelow(s) > ViewDefaults.ATOM_OF_TAIL * most)
                .findFirst()
                .orElse(all.get(most));
        double decay = IntStream.range(0, all.countBelow(q))
                .mapToDouble(i -> q - all.get(i))
                .average()
                .orElse(0);
        return of(all, q, decay);
    }

    /**
     * The law of rows with odd ones among them, which hardly change the middle: an exponential law with the median and the lower sixth of the scores
     * has this β. Where more than a third of the scores are equal, a lower quantile takes the place of the sixth.
     */
    static ViewPValue ofMixed(double[] scores) {
        Sorted all = finite(scores);
        if (all.size() == 0) {
            return of(all, 0, 0);
        }
        double median = all.lower(HALF);
        double part = ViewDefaults.SPREAD_AT;
        while (all.lower(part) == median && part > ViewDefaults.NO_SPREAD_AT) {
            part /= 2;
        }
        return of(all, all.lower(part), (median - all.lower(part)) / Math.log(HALF / part));
    }

    private static Sorted finite(double[] scores) {
        return Sorted.of(
                Arrays.stream(scores).filter(Double::isFinite).map(s -> s + 0.0).toArray());
    }

    private static ViewPValue of(Sorted all, double q, double decay) {
        int n = all.size();
        int from = all.countBelow(q);
        double[] some = n == 0
                ? new double[] {q}
                : IntStream.rangeClosed(0, ViewDefaults.POINTS_OF_LAW)
                        .mapToDouble(k -> all.get(
                                from + (int) Math.round((double) k * (n - 1 - from) / ViewDefaults.POINTS_OF_LAW)))
                        .distinct()
                        .toArray();
        double[] shares =
                Arrays.stream(some).map(s -> n == 0 ? 1 : all.shareUpTo(s)).toArray();
        return new ViewPValue(some, shares, Math.max(from, HALF) / Math.max(1, n), decay > 0 ? decay : 1);
    }

    /** ln of the p-value of a score. */
    double logP(double score) {
        if (score < scores[0]) {
            return Math.log(below) + (score - scores[0]) / decay;
        }
        int next = after(score);
        return Math.log(
                next == scores.length ? shares[next - 1] : shares[next - 1] + rise(next) * (score - scores[next - 1]));
    }

    /** The derivative of {@link #logP}. */
    double slope(double score) {
        if (score < scores[0]) {
            return 1 / decay;
        }
        int next = after(score);
        return next == scores.length ? 0 : rise(next) / Math.exp(logP(score));
    }

    /** The index of the first score above one. */
    private int after(double score) {
        int at = Arrays.binarySearch(scores, score + 0.0);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private double rise(int next) {
        return (shares[next] - shares[next - 1]) / (scores[next] - scores[next - 1]);
    }

    /** The fields of a law as JSON, and a law of them. */
    static ViewPValue json(Components<ViewPValue> c) {
        return new ViewPValue(
                numbers(c, "scores", ViewPValue::scores),
                numbers(c, "shares", ViewPValue::shares),
                c.number("below", ViewPValue::below),
                c.number("decay", ViewPValue::decay));
    }

    private static double[] numbers(Components<ViewPValue> c, String name, Function<ViewPValue, double[]> of) {
        return c.component(
                name,
                of,
                numbers -> new JsonArray(
                        Arrays.stream(numbers).mapToObj(JsonValue::of).toList()),
                f -> f.list(Field::number).stream().mapToDouble(x -> x).toArray());
    }
}
