package io.github.vflow.benchmarks.paper.images;

import java.util.Comparator;
import java.util.List;

/**
 * How a training went.
 *
 * @param run what was trained
 * @param parameters their number
 * @param images trained on
 * @param curve the evaluations; the model keeps the parameters of the best
 * @param seconds of the training
 * @param note why training ended early; empty if it did not
 */
record ImageResult(ImageRun run, int parameters, int images, List<CurvePoint> curve, double seconds, String note) {
    ImageResult {
        curve = List.copyOf(curve);
    }

    boolean isTrained() {
        return note.isEmpty();
    }

    /** The evaluation whose parameters the model keeps. */
    CurvePoint best() {
        return curve.stream()
                .min(Comparator.comparingDouble(CurvePoint::validation))
                .orElseThrow();
    }
}
