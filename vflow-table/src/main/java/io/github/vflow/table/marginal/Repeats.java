package io.github.vflow.table.marginal;

import io.github.vflow.table.defaults.ViewDefaults;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How rare a number is in a column whose numbers repeat: the probability of a number that occurs at most as often. One that was never seen is as rare
 * as one that was seen once (Good 1953). A monotone function of the numbers repeats as they do.
 *
 * @param numbers that repeat, ascending; none if most rows have another number
 * @param rarities of these numbers
 * @param others the rarity of any other number
 */
record Repeats(double[] numbers, double[] rarities, double others) {
    private static final double HALF = 0.5;

    /** Checks that the fields fit together, since a file has them. */
    Repeats {
        if (numbers.length != rarities.length
                || Arrays.stream(rarities).anyMatch(r -> !(r > 0 && r <= 1))
                || !(others > 0 && others <= 1)) {
            throw new IllegalArgumentException("Repeats: each number must have a rarity in (0, 1], and so must the"
                    + " others, but " + numbers.length + " numbers have " + Arrays.toString(rarities) + " and "
                    + others);
        }
    }

    /** No number repeats, so none is rare. */
    static Repeats none() {
        return new Repeats(new double[0], new double[0], 1);
    }

    static Repeats of(double[] known) {
        Map<Double, Long> counts = Arrays.stream(known)
                .mapToObj(x -> x + 0.0)
                .collect(Collectors.groupingBy(x -> x, Collectors.counting()));
        List<Map.Entry<Double, Long>> most = counts.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .sorted(Collections.reverseOrder(Map.Entry.comparingByValue()))
                .limit(ViewDefaults.MOST_REPEATS)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        long covered = most.stream().mapToLong(Map.Entry::getValue).sum();
        if (covered < ViewDefaults.LEAST_REPEATED * known.length || most.isEmpty()) {
            return none();
        }
        double all = known.length + 1;
        double others = known.length - covered + HALF;
        double[] rarities = most.stream()
                .mapToDouble(e -> (others
                                + most.stream()
                                        .mapToLong(Map.Entry::getValue)
                                        .filter(count -> count <= e.getValue())
                                        .sum())
                        / all)
                .toArray();
        return new Repeats(most.stream().mapToDouble(Map.Entry::getKey).toArray(), rarities, others / all);
    }

    /** The probability of a number that occurs at most as often as x; one in a column whose numbers hardly repeat. */
    double rarity(double x) {
        int at = Arrays.binarySearch(numbers, x + 0.0);
        return at >= 0 ? rarities[at] : others;
    }
}
