package io.github.vflow.table.report.section;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Lines;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The course of the training. */
final class TrainingSection {
    private static final int MOST_POINTS = 300;
    private static final double WIDTH = 760;

    private TrainingSection() {}

    static Optional<Section> of(Study study) {
        return study.model().fitted().filter(f -> f.history().size() > 1).map(TrainingSection::of);
    }

    private static Section of(Fitted fitted) {
        List<Trainer.Progress> history = thinned(fitted.history());
        Optional<Trainer.Progress> best = fitted.history().stream()
                .filter(p -> Double.isFinite(p.validationBound()))
                .max(Comparator.comparingDouble(Trainer.Progress::validationBound));
        Scale.Linear bounds = scale(history);
        List<Lines.Series> series = new ArrayList<>();
        series.add(series(Lines.Style.DATA, "training rows", history, bounds, Trainer.Progress::trainBound));
        if (best.isPresent()) {
            series.add(series(Lines.Style.MODEL, "held-out rows", history, bounds, Trainer.Progress::validationBound));
        }
        Lines chart = new Lines(
                new Scale.Linear(0, Math.max(1, history.getLast().step())),
                "training step",
                bounds,
                "mean log-density, nats per row",
                series,
                best.map(p ->
                        new Lines.Mark(p.step(), p.validationBound(), "best: " + Figures.nats(p.validationBound()))),
                WIDTH);
        String seen = best.map(p ->
                        "The parameters of step " + Figures.shown(p.step()) + " of " + Figures.shown(fitted.steps())
                                + " are kept: held-out rows have the highest log-density there.")
                .orElse("No rows were held out, so that nothing says how the model does on new rows.");
        Element figure = Parts.figure(
                new Text("Log-density during training"),
                isCut(history, bounds)
                        ? "Higher is better. Values far below, of the first steps, are left out."
                        : "Higher is better.",
                chart.draw("Line chart. " + seen));
        return Section.of(
                        "training",
                        "Training",
                        seen,
                        best.map(TrainingSection::gap).orElse(""))
                .add(figure);
    }

    private static boolean isCut(List<Trainer.Progress> history, Scale.Linear bounds) {
        return history.stream().anyMatch(p -> p.trainBound() < bounds.low() || p.validationBound() < bounds.low());
    }

    /** The difference between training rows and held-out rows, in a sentence. */
    private static String gap(Trainer.Progress best) {
        double gap = best.trainBound() - best.validationBound();
        return Double.isFinite(gap)
                ? "Training rows are then " + Figures.nats(Math.abs(gap)) + " nats " + (gap >= 0 ? "above" : "below")
                        + " held-out rows."
                : "";
    }

    /** The range of the bounds. It leaves out first bounds that are far below the others. */
    private static Scale.Linear scale(List<Trainer.Progress> history) {
        Sorted all = Sorted.of(history.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.trainBound(), p.validationBound()))
                .filter(Double::isFinite)
                .toArray());
        if (all.size() == 0) {
            return new Scale.Linear(0, 1);
        }
        double high = all.nearest(1);
        double low = all.nearest(0);
        double usual = all.nearest(0.1);
        double least = high - low > 3 * (high - usual) && high > usual ? usual - 0.5 * (high - usual) : low;
        double pad = Math.max(0.08 * (high - least), 1e-6 * Math.max(1, Math.abs(high)));
        return new Scale.Linear(least - pad, high + pad);
    }

    private static Lines.Series series(
            Lines.Style style,
            String name,
            List<Trainer.Progress> history,
            Scale.Linear bounds,
            ToDoubleFunction<Trainer.Progress> value) {
        return new Lines.Series(
                style,
                name,
                history.stream()
                        .map(p -> new double[] {p.step(), value.applyAsDouble(p)})
                        .filter(p -> Double.isFinite(p[1]) && p[1] >= bounds.low())
                        .toArray(double[][]::new));
    }

    private static List<Trainer.Progress> thinned(List<Trainer.Progress> history) {
        int n = Math.min(history.size(), MOST_POINTS);
        return IntStream.range(0, n)
                .mapToObj(i -> history.get((int) ((long) i * (history.size() - 1) / Math.max(1, n - 1))))
                .toList();
    }
}
