package io.github.vflow.benchmarks.paper;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log-likelihood of models by their dimensions and steps (VFlow paper, Fig. 3).
 *
 * @param results of all settings
 */
record Figure3(List<ToyResult> results) {
    Figure3 {
        results = List.copyOf(results);
    }

    /** The results of a setting, and no others. */
    Figure3 with(Setting setting) {
        return new Figure3(
                results.stream().filter(r -> r.run().setting().equals(setting)).toList());
    }

    private Seeds seeds(int dimensions, int steps) {
        return Seeds.of(results.stream()
                .filter(r -> r.run().dimensions() == dimensions && r.run().steps() == steps)
                .toList());
    }

    private List<Integer> dimensions() {
        return distinct(results.stream().map(r -> r.run().dimensions()));
    }

    private List<Integer> steps() {
        return distinct(results.stream().map(r -> r.run().steps()));
    }

    private static List<Integer> distinct(Stream<Integer> values) {
        return values.distinct().sorted().toList();
    }

    private static String name(int dimensions) {
        return dimensions == ToyRun.FEATURES ? "Glow" : "VFlow, " + dimensions + "-D";
    }

    /** A table in Markdown: a row for each number of dimensions, a column for each number of steps. */
    String table() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(steps().stream().map(l -> "L = " + l).collect(Collectors.joining(" | ", "| | ", " |")));
        lines.add("|---".repeat(steps().size() + 1) + "|");
        for (int d : dimensions()) {
            lines.add(steps().stream()
                    .map(l -> seeds(d, l).text())
                    .collect(Collectors.joining(" | ", "| " + name(d) + " | ", " |")));
        }
        return lines.toString();
    }

    /** A line for each VFlow with a Glow of as many steps: the difference of seeds that both have. */
    String wins() {
        return dimensions().stream()
                .filter(d -> d != ToyRun.FEATURES)
                .flatMap(d -> steps().stream().map(l -> wins(d, l)))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String wins(int dimensions, int steps) {
        double[] gains = results.stream()
                .filter(r -> r.run().dimensions() == dimensions && r.run().steps() == steps)
                .map(this::gain)
                .flatMap(Optional::stream)
                .mapToDouble(g -> g)
                .toArray();
        long won = Arrays.stream(gains).filter(g -> g > 0).count();
        double mean = Arrays.stream(gains).average().orElse(Double.NaN);
        return gains.length == 0
                ? ""
                : String.format(
                                Locale.ROOT,
                                "VFlow, %d-D, %d steps: better than Glow with %d of %d seeds, by %.3f nats in the mean",
                                dimensions,
                                steps,
                                won,
                                gains.length,
                                mean)
                        .replace(" -", " −");
    }

    /** The log-likelihood of a VFlow less that of the Glow with as many steps, the same setting and seed. */
    private Optional<Double> gain(ToyResult vflow) {
        ToyRun run = vflow.run();
        ToyRun glow = new ToyRun(ToyRun.FEATURES, run.steps(), run.setting(), run.seed());
        return results.stream()
                .filter(r -> r.run().equals(glow))
                .map(r -> vflow.logLikelihood() - r.logLikelihood())
                .filter(Double::isFinite)
                .findFirst();
    }
}
