package io.github.vflow.table.report.section;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Histograms;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.study.PValues;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The scores of the rows beside the scores of the model's own samples, and the alarms among the rows. */
final class ScoreSection {
    private static final int PARTS = 44;
    private static final double TAIL = 0.01;

    private ScoreSection() {}

    static Section of(Study study) {
        Sorted data = study.orderedScores();
        Sorted samples = study.orderedDrawnScores();
        Optional<PValues> values = study.pValues().filter(p -> p.rows().length > 0);
        Section section = Section.of(
                "scores",
                "Scores and alarms",
                lead(study, data, samples),
                values.map(Alarms::words).orElse(""));
        List<Element> parts = new ArrayList<>();
        if (data.size() > 0 && samples.size() > 0) {
            parts.add(figure(data, samples));
        }
        values.ifPresent(v -> parts.add(Alarms.table(study, v)));
        return section.add(Parts.figures(parts, "grid2"));
    }

    private static Element figure(Sorted data, Sorted samples) {
        Scale.Linear scale = scale(data, samples);
        Histograms chart = new Histograms(
                scale,
                "log-density of a row, nats",
                data.shares(scale::position, PARTS),
                "data",
                samples.shares(scale::position, PARTS),
                "samples",
                Histograms.HALF);
        long below = Math.round(data.shareBelow(scale.low()) * data.size());
        String seen = below == 0
                ? "Rows with low log-densities are unlike most training rows."
                : "Rows with low log-densities are unlike most training rows. " + Figures.count(below, "row")
                        + " of the data lie left of the axis.";
        return Parts.figure(
                new Text("Log-density of rows and of samples"),
                seen,
                chart.draw("Histograms of log-densities. " + seen));
    }

    /** The share of rows below the lowest 1 % of the samples; about 1 % if the model were right. */
    private static String lead(Study study, Sorted data, Sorted samples) {
        long infinite = Arrays.stream(study.scores())
                .filter(x -> x == Double.NEGATIVE_INFINITY)
                .count();
        double share = samples.size() == 0 || study.scores().length == 0
                ? Double.NaN
                : (data.shareBelow(samples.nearest(TAIL)) * data.size() + infinite) / study.scores().length;
        String far =
                infinite == 0 ? "" : " " + Figures.count(infinite, "row") + " have no density that float32 can hold.";
        return Double.isNaN(share)
                ? "No row has a log-density." + far
                : Figures.percent(share)
                        + " of the rows have a log-density below the lowest 1 % of the model's own samples; it would be"
                        + " about 1 % if the model were exactly right." + far;
    }

    /** The middle of both, and as much of their tails as does not squeeze it. */
    private static Scale.Linear scale(Sorted data, Sorted samples) {
        double high = Math.max(data.nearest(1), samples.nearest(0.999));
        double middle = high - Math.min(data.nearest(0.25), samples.nearest(0.25));
        double low = Math.min(data.nearest(0.002), samples.nearest(0.002));
        double least = Math.max(low, high - 6 * middle);
        double pad = Math.max(0.02 * (high - least), 1e-6 * Math.max(1, Math.abs(high)));
        return new Scale.Linear(least - pad, high + pad);
    }
}
