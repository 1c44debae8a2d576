package io.github.vflow.benchmarks.missing;

import io.github.vflow.flow.evaluation.Mean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scores as tables in Markdown: a line for each table and rate, a column for each method, means over seeds, the best in bold. */
final class Summary {
    /** What a table compares. */
    private enum Measure {
        LOG_PROB("Log-likelihood of the known cells, nats per row (higher is better)", 2),
        ROOT_MEAN_SQUARE("Root mean squared error of removed cells, standard deviations (lower is better)", 3),
        MEAN_ABSOLUTE("Mean absolute error of removed cells, standard deviations (lower is better)", 3),
        SECONDS("Seconds to learn, then to score and fill the test rows", 1);

        private final String title;
        private final int decimals;

        Measure(String title, int decimals) {
            this.title = title;
            this.decimals = decimals;
        }

        /** Empty of a method without a density. */
        private Optional<Mean> of(Score s) {
            return switch (this) {
                case LOG_PROB -> s.logProb();
                case ROOT_MEAN_SQUARE -> Optional.of(single(s.rootMeanSquare()));
                case MEAN_ABSOLUTE -> Optional.of(single(s.meanAbsolute()));
                case SECONDS -> Optional.of(single(s.fitSeconds() + s.testSeconds()));
            };
        }

        private boolean isBetter(double a, double b) {
            return this == LOG_PROB ? a > b : a < b;
        }

        private String text(double x) {
            return Double.isNaN(x) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", x);
        }
    }

    private Summary() {}

    /** All tables. */
    static String of(List<Score> scores) {
        return Stream.of(Measure.values()).map(m -> table(m, scores)).collect(Collectors.joining("\n"));
    }

    private static String table(Measure measure, List<Score> scores) {
        List<String> methods = scores.stream()
                .filter(s -> measure.of(s).isPresent())
                .map(Score::method)
                .distinct()
                .toList();
        StringBuilder out = new StringBuilder("**" + measure.title + "**\n\n");
        out.append("| table | removed | ").append(String.join(" | ", methods)).append(" |\n");
        out.append("|---|---|").append("---|".repeat(methods.size())).append('\n');
        for (String table : scores.stream().map(Score::table).distinct().toList()) {
            for (double rate : scores.stream().map(Score::rate).distinct().toList()) {
                List<Score> here = scores.stream()
                        .filter(s -> s.table().equals(table) && s.rate() == rate)
                        .toList();
                out.append(String.format(
                        Locale.ROOT, "| %s | %.0f %% | %s |\n", table, 100 * rate, cells(measure, methods, here)));
            }
        }
        return out.toString();
    }

    private static String cells(Measure measure, List<String> methods, List<Score> here) {
        List<Mean> means =
                methods.stream().map(m -> overSeeds(measure, m, here)).toList();
        return means.stream()
                .map(mean -> {
                    boolean best = means.stream().noneMatch(other -> measure.isBetter(other.value(), mean.value()));
                    String text = measure.text(mean.value());
                    String error = Double.isNaN(mean.standardError()) ? "" : " ± " + measure.text(mean.standardError());
                    return (best && measure != Measure.SECONDS && !Double.isNaN(mean.value())
                                    ? "**" + text + "**"
                                    : text)
                            + error;
                })
                .collect(Collectors.joining(" | "));
    }

    /** The standard error is that over seeds, or over rows where there is one seed. */
    private static Mean overSeeds(Measure measure, String method, List<Score> here) {
        List<Mean> seeds = here.stream()
                .filter(s -> s.method().equals(method))
                .map(s -> measure.of(s).orElseThrow())
                .toList();
        return seeds.size() == 1
                ? seeds.getFirst()
                : Mean.of(seeds.stream().mapToDouble(Mean::value).toArray());
    }

    private static Mean single(double value) {
        return new Mean(value, Double.NaN, 1);
    }
}
