package io.github.vflow.benchmarks.tables;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Numbers of methods on tables, means over seeds.
 *
 * @param tables their names, in the order of the results
 * @param methods their words
 * @param values [tables][methods]; NaN where a method has no number for every seed of the table
 */
record Comparison(List<String> tables, List<String> methods, double[][] values) {
    /**
     * From results of one protocol.
     *
     * @param measure NaN of a result without it
     */
    static Comparison of(List<Result> results, List<String> methods, ToDoubleFunction<Result> measure) {
        List<String> tables =
                results.stream().map(r -> r.key().table()).distinct().toList();
        double[][] values = tables.stream()
                .map(table -> {
                    List<Result> here = results.stream()
                            .filter(r -> r.key().table().equals(table))
                            .toList();
                    long seeds =
                            here.stream().map(r -> r.key().seed()).distinct().count();
                    return methods.stream()
                            .mapToDouble(m -> overSeeds(here, m, seeds, measure))
                            .toArray();
                })
                .toArray(double[][]::new);
        return new Comparison(tables, methods, values);
    }

    private static double overSeeds(List<Result> here, String method, long seeds, ToDoubleFunction<Result> measure) {
        Map<Long, Double> bySeed = new TreeMap<>();
        here.stream()
                .filter(r -> r.key().method().equals(method))
                .forEach(r -> bySeed.put(r.key().seed(), measure.applyAsDouble(r)));
        return bySeed.size() < seeds
                ? Double.NaN
                : bySeed.values().stream().mapToDouble(x -> x).average().orElse(Double.NaN);
    }

    /** The tables on which every method has a number. */
    Comparison complete() {
        int[] kept = IntStream.range(0, tables.size())
                .filter(t -> Arrays.stream(values[t]).noneMatch(Double::isNaN))
                .toArray();
        return new Comparison(
                IntStream.of(kept).mapToObj(tables::get).toList(),
                methods,
                IntStream.of(kept).mapToObj(t -> values[t]).toArray(double[][]::new));
    }

    /** A method's numbers: [tables]. */
    double[] of(int method) {
        return IntStream.range(0, tables.size())
                .mapToDouble(t -> values[t][method])
                .toArray();
    }

    /** A method's differences to another on the tables of both, value minus value. */
    double[] differences(int method, int other) {
        return IntStream.range(0, tables.size())
                .mapToDouble(t -> values[t][method] - values[t][other])
                .filter(x -> !Double.isNaN(x))
                .toArray();
    }

    /** The mean rank of a method, 1 is the highest number; methods of equal numbers share their ranks. */
    double meanRank(int method) {
        return IntStream.range(0, tables.size())
                .mapToDouble(t -> {
                    double own = values[t][method];
                    long above = Arrays.stream(values[t]).filter(x -> x > own).count();
                    long equal = Arrays.stream(values[t]).filter(x -> x == own).count();
                    return above + (equal + 1) / 2.0;
                })
                .average()
                .orElse(Double.NaN);
    }

    /** The number of tables on which no method has a higher number. */
    long wins(int method) {
        return IntStream.range(0, tables.size())
                .filter(t -> Arrays.stream(values[t]).noneMatch(x -> x > values[t][method]))
                .count();
    }
}
