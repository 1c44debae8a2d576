package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.image.Images;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;

/**
 * The bits per dimension of test images under a trained model, by importance samples (VFlow paper, Eq. 5).
 *
 * @param run the training of the model
 * @param samples S of each image
 * @param effectiveSamples the mean over the images of (Σ w)² / Σ w²
 * @param bits of each image
 * @param seconds that the samples took
 */
record ImageScores(ImageRun run, int samples, double effectiveSamples, List<Double> bits, double seconds) {
    /** A seed of noise that no training has. */
    private static final long SEED = 0x7E57;

    ImageScores {
        bits = List.copyOf(bits);
    }

    static ImageScores of(ImageRun run, Model model, Images images, int samples) {
        long start = System.nanoTime();
        try (Evaluator evaluator = Evaluator.ofMeans(model, Engines.vector(1), samples, SEED)) {
            ImportanceEstimate[] all = evaluator.estimates(images.rows());
            double effective = Arrays.stream(all)
                    .mapToDouble(ImportanceEstimate::effectiveSampleSize)
                    .average()
                    .orElseThrow();
            List<Double> bits =
                    Arrays.stream(all).map(e -> model.bitsPerDim(e.logProb())).toList();
            return new ImageScores(run, samples, effective, bits, (System.nanoTime() - start) * 1e-9);
        }
    }

    Mean mean() {
        return Mean.of(bits.stream().mapToDouble(b -> b).toArray());
    }
}
