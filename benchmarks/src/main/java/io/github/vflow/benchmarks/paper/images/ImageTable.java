package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.flow.evaluation.Mean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Table 2: the bits of models of equal size, and their differences on the same test images.
 *
 * @param results of trainings that did not diverge
 * @param scores of their models
 */
record ImageTable(List<ImageResult> results, List<ImageScores> scores) {
    ImageTable {
        results = List.copyOf(results);
        scores = List.copyOf(scores);
    }

    /** A table in Markdown of the models: a row for each, with a column for each number of samples. Means are over the seeds. */
    String models() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("| model | F | B | parameters | seeds | ELBO, validation | "
                + samples().stream()
                        .map("bits, S = %,d | effective samples"::formatted)
                        .collect(Collectors.joining(" | ", "", " |")));
        lines.add("|---".repeat(6 + 2 * samples().size()) + "|");
        for (int augment : augment()) {
            List<ImageResult> of =
                    results.stream().filter(r -> r.run().augment() == augment).toList();
            ImageResult first = of.getFirst();
            String cells = samples().stream().map(s -> cells(augment, s)).collect(Collectors.joining(" | "));
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %,d | %d | %.4f | %s |",
                    first.run().model(),
                    first.run().filters(),
                    first.run().blocks(),
                    first.parameters(),
                    of.size(),
                    of.stream()
                            .mapToDouble(r -> r.best().validation())
                            .average()
                            .orElseThrow(),
                    cells));
        }
        return lines.toString();
    }

    private String cells(int augment, int samples) {
        List<ImageScores> of = scores(augment, samples);
        if (of.isEmpty()) {
            return "— | —";
        }
        Mean bits = Mean.of(of.stream().mapToDouble(s -> s.mean().value()).toArray());
        double effective =
                of.stream().mapToDouble(ImageScores::effectiveSamples).average().orElseThrow();
        return String.format(Locale.ROOT, "%.4f | %.1f", bits.value(), effective);
    }

    /** A table in Markdown of the differences: a row for each pair of models and number of samples, over the seeds that both have. */
    String differences() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("| difference | S | bits | by seed |");
        lines.add("|---|---|---|---|");
        List<Integer> models = augment();
        for (int i = 1; i < models.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (int s : samples()) {
                    difference(models.get(i), models.get(j), s, lines);
                }
            }
        }
        return lines.toString();
    }

    private void difference(int one, int other, int samples, StringJoiner lines) {
        List<ImageScores> first = new ArrayList<>();
        List<ImageScores> second = new ArrayList<>();
        for (ImageScores a : scores(one, samples)) {
            for (ImageScores b : scores(other, samples)) {
                if (a.run().seed() == b.run().seed()) {
                    first.add(a);
                    second.add(b);
                }
            }
        }
        if (first.isEmpty()) {
            return;
        }
        StringJoiner bySeed = new StringJoiner(", ");
        for (int k = 0; k < first.size(); k++) {
            Mean d = PairedDifference.of(List.of(first.get(k)), List.of(second.get(k)))
                    .images();
            bySeed.add(
                    PairedDifference.number("%.4f", d.value()) + PairedDifference.number(" ± %.4f", d.standardError()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "| %s − %s | %,d | %s | %s |",
                first.getFirst().run().model(),
                second.getFirst().run().model(),
                samples,
                PairedDifference.of(first, second).text(),
                bySeed));
    }

    private List<ImageScores> scores(int augment, int samples) {
        return scores.stream()
                .filter(s -> s.run().augment() == augment && s.samples() == samples)
                .sorted(Comparator.comparingLong(s -> s.run().seed()))
                .toList();
    }

    /** Channels of z of the models. */
    private List<Integer> augment() {
        return results.stream().map(r -> r.run().augment()).distinct().sorted().toList();
    }

    private List<Integer> samples() {
        return scores.stream().map(ImageScores::samples).distinct().sorted().toList();
    }
}
