package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.image.plot.CurvePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The bits of training and validation by epoch, means over the seeds (VFlow paper, Fig. 6). */
final class Figure6 {
    private Figure6() {}

    /** Two curves for each model: on training images, and on held-out ones. */
    static CurvePlot of(List<ImageResult> trained, String title) {
        List<CurvePlot.Series> series = new ArrayList<>();
        for (int augment :
                trained.stream().map(r -> r.run().augment()).distinct().sorted().toList()) {
            List<ImageResult> seeds =
                    trained.stream().filter(r -> r.run().augment() == augment).toList();
            String model = seeds.getFirst().run().model();
            series.add(series(model + ", validation", seeds, CurvePoint::validation));
            series.add(series(model + ", training", seeds, CurvePoint::training));
        }
        return new CurvePlot(title, "epoch", "bits per dimension, by the bound", series, List.of());
    }

    private static CurvePlot.Series series(String name, List<ImageResult> seeds, ToDoubleFunction<CurvePoint> value) {
        int points = seeds.getFirst().curve().size();
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int at = i;
            x[i] = seeds.getFirst().curve().get(i).epoch();
            y[i] = seeds.stream()
                    .mapToDouble(r -> value.applyAsDouble(r.curve().get(at)))
                    .average()
                    .orElseThrow();
        }
        return new CurvePlot.Series(name, x, y);
    }
}
