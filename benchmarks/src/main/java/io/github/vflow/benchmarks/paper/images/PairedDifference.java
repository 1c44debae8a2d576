package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.flow.evaluation.Mean;
import java.util.List;
import java.util.Locale;

/**
 * The bits of one model less those of another on the same images: what both find hard drops out of the error.
 *
 * @param images the mean over the images of the mean over the seeds; its error is that of the choice of images
 * @param seeds the mean over the seeds; its error is that of the trainings
 */
record PairedDifference(Mean images, Mean seeds) {
    /**
     * The difference of two models that were trained with the same seeds.
     *
     * @param one the scores of the first model, one of each seed
     * @param other those of the second, in the same order of seeds
     * @throws IllegalArgumentException if seeds, samples or numbers of images differ, or there is no seed
     */
    static PairedDifference of(List<ImageScores> one, List<ImageScores> other) {
        if (one.isEmpty() || !what(one).equals(what(other))) {
            throw new IllegalArgumentException(
                    "PairedDifference: both models must have the same seeds, samples and images but" + " have "
                            + what(one) + " and " + what(other) + "; score both in the same way");
        }
        int n = one.getFirst().bits().size();
        int all = one.size();
        double[] byImage = new double[n];
        double[] bySeed = new double[all];
        for (int s = 0; s < all; s++) {
            for (int i = 0; i < n; i++) {
                double d = one.get(s).bits().get(i) - other.get(s).bits().get(i);
                byImage[i] += d / all;
                bySeed[s] += d / n;
            }
        }
        return new PairedDifference(Mean.of(byImage), Mean.of(bySeed));
    }

    private static List<String> what(List<ImageScores> scores) {
        return scores.stream()
                .map(s -> "seed " + s.run().seed() + ", " + s.samples() + " samples of "
                        + s.bits().size() + " images")
                .toList();
    }

    /** Such as {@code −0.0123 ± 0.0004 (images) ± 0.0021 (3 seeds)}. */
    String text() {
        return number("%.4f", images.value())
                + number(" ± %.4f (images)", images.standardError())
                + (seeds.count() < 2
                        ? ""
                        : number(" ± %.4f", seeds.standardError()) + " (" + seeds.count() + " seeds)");
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value).replace('-', '−');
    }
}
