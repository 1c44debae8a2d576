package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.method.MethodName;
import io.github.vflow.flow.evaluation.Mean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Results in Markdown: for each protocol and measure a line for each table, then means, ranks and wins, then the differences of methods to
 * one of them.
 */
final class Report {
    /** What is compared. */
    private enum Measure {
        AUROC("AUROC in percent (higher is better)", 1),
        AUPRC("AUPRC in percent (higher is better)", 1),
        LOG_PROB("Mean ln p of normal test rows, nats in standard units (higher is better)", 2),
        SECONDS("Seconds to learn and to score", 1);

        private final String title;
        private final int decimals;

        Measure(String title, int decimals) {
            this.title = title;
            this.decimals = decimals;
        }

        /** NaN where a result has none. */
        private double of(Result r) {
            return switch (this) {
                case AUROC -> r.detection().map(d -> 100 * d.auroc()).orElse(Double.NaN);
                case AUPRC -> r.detection().map(d -> 100 * d.auprc()).orElse(Double.NaN);
                case LOG_PROB -> r.logProb().map(Mean::value).orElse(Double.NaN);
                case SECONDS -> r.fitSeconds() + r.scoreSeconds();
            };
        }

        private String text(double x) {
            if (Double.isNaN(x)) {
                return "–";
            }
            return Math.abs(x) >= 1e6
                    ? String.format(Locale.ROOT, "%.1e", x)
                    : String.format(Locale.ROOT, "%,." + decimals + "f", x);
        }
    }

    private final String reference;
    private final StringBuilder out = new StringBuilder();

    private Report(String reference) {
        this.reference = reference;
    }

    /**
     * All tables.
     *
     * @param reference the word of the method that the others are compared with
     */
    static String of(List<Result> results, String reference) {
        Report report = new Report(reference);
        for (Protocol protocol : Protocol.values()) {
            List<Result> here =
                    results.stream().filter(r -> r.key().protocol() == protocol).toList();
            if (!here.isEmpty()) {
                report.protocol(protocol, here);
            }
        }
        report.failures(results);
        return report.out.toString();
    }

    private void protocol(Protocol protocol, List<Result> results) {
        List<Long> seeds =
                results.stream().map(r -> r.key().seed()).distinct().sorted().toList();
        out.append("## ")
                .append(protocol.word())
                .append("\n\nMeans over seeds ")
                .append(seeds);
        out.append("; ").append(results.getFirst().size().caps()).append(".\n\n");
        for (Measure measure : Measure.values()) {
            List<String> methods = methods(results, measure::of);
            if (!methods.isEmpty()) {
                Comparison comparison = Comparison.of(results, methods, measure::of);
                switch (measure) {
                    case AUROC, AUPRC -> {
                        table(measure, comparison, List.of());
                        differences(measure, comparison);
                    }
                    case LOG_PROB -> {
                        table(measure, comparison, besideLogProb(results));
                        differences(measure, comparison);
                    }
                    case SECONDS -> table(measure, comparison, List.of());
                }
            }
        }
    }

    /** The methods with a number for some result, in the order of {@link MethodName}. */
    private static List<String> methods(List<Result> results, ToDoubleFunction<Result> measure) {
        List<String> known =
                Stream.of(MethodName.values()).map(MethodName::word).toList();
        List<String> with = results.stream()
                .filter(r -> !Double.isNaN(measure.applyAsDouble(r)))
                .map(r -> r.key().method())
                .distinct()
                .toList();
        return Stream.concat(
                        known.stream().filter(with::contains),
                        with.stream().filter(m -> !known.contains(m)).sorted())
                .toList();
    }

    /** The AUROC of the nearest neighbours, for the tables of densities. */
    private static List<String> besideLogProb(List<Result> results) {
        Comparison auroc = Comparison.of(results, List.of(MethodName.NEIGHBOURS.word()), Measure.AUROC::of);
        return Arrays.stream(auroc.of(0)).mapToObj(Measure.AUROC::text).toList();
    }

    private void table(Measure measure, Comparison all, List<String> beside) {
        String more = beside.isEmpty() ? "" : " AUROC of neighbours |";
        out.append("**").append(measure.title).append("**\n\n| table | ");
        out.append(String.join(" | ", all.methods())).append(" |").append(more).append("\n|---|");
        out.append("---|".repeat(all.methods().size() + (beside.isEmpty() ? 0 : 1)))
                .append('\n');
        for (int t = 0; t < all.tables().size(); t++) {
            double[] row = all.values()[t];
            double best = Arrays.stream(row).filter(x -> !Double.isNaN(x)).max().orElse(Double.NaN);
            line(
                    all.tables().get(t),
                    Arrays.stream(row)
                            .mapToObj(x -> x == best && measure != Measure.SECONDS
                                    ? "**" + measure.text(x) + "**"
                                    : measure.text(x)),
                    beside.isEmpty() ? "" : beside.get(t));
        }
        Comparison complete = all.complete();
        String count = " of " + complete.tables().size() + " tables";
        IntStream methods = IntStream.range(0, all.methods().size());
        int[] each = methods.toArray();
        line("mean" + count, strings(each, m -> measure.text(mean(complete.of(m)))), "");
        if (measure == Measure.LOG_PROB) {
            line("median" + count, strings(each, m -> measure.text(median(complete.of(m)))), "");
            line("lowest" + count, strings(each, m -> measure.text(lowest(complete.of(m)))), "");
        }
        if (measure != Measure.SECONDS) {
            line("mean rank" + count, strings(each, m -> String.format(Locale.ROOT, "%.2f", complete.meanRank(m))), "");
            line("wins" + count, strings(each, m -> String.valueOf(complete.wins(m))), "");
        }
        out.append('\n');
    }

    private static Stream<String> strings(int[] methods, IntFunction<String> text) {
        return Arrays.stream(methods).mapToObj(text);
    }

    private void line(String head, Stream<String> cells, String beside) {
        out.append("| ").append(head).append(" | ");
        out.append(cells.collect(Collectors.joining(" | "))).append(" |");
        out.append(beside.isEmpty() ? "" : " " + beside + " |").append('\n');
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double lowest(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private void differences(Measure measure, Comparison all) {
        int from = all.methods().indexOf(reference);
        if (from < 0 || all.methods().size() < 2) {
            return;
        }
        out.append("Differences of ").append(reference).append(" over tables, with standard errors:\n\n");
        for (int m = 0; m < all.methods().size(); m++) {
            double[] d = all.differences(from, m);
            if (m != from && d.length > 0) {
                Mean mean = Mean.of(d);
                long better = Arrays.stream(d).filter(x -> x > 0).count();
                long worse = Arrays.stream(d).filter(x -> x < 0).count();
                out.append(String.format(
                        Locale.ROOT,
                        "- %s − %s: %s ± %s, median %s; better on %d of %d tables, worse on %d\n",
                        reference,
                        all.methods().get(m),
                        measure.text(mean.value()),
                        measure.text(mean.standardError()),
                        measure.text(median(d)),
                        better,
                        d.length,
                        worse));
            }
        }
        out.append('\n');
    }

    private void failures(List<Result> results) {
        List<Result> failed =
                results.stream().filter(r -> r.detection().isEmpty()).toList();
        if (!failed.isEmpty()) {
            out.append("Failed (– above):\n\n");
            for (Result r : failed) {
                out.append(String.format(
                        Locale.ROOT,
                        "- %s, %s, seed %d, %s: %s\n",
                        r.key().table(),
                        r.key().protocol().word(),
                        r.key().seed(),
                        r.key().method(),
                        r.about()));
            }
        }
    }
}
