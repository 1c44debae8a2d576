package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Lines;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.measure.AlarmRates;
import io.github.vflow.table.report.study.PValues;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The share of rows that are alarms at each rate. */
final class CalibrationSection {
    private static final double[] RATES = {0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
    private static final int POINTS = 60;
    private static final double WIDTH = 500;

    private CalibrationSection() {}

    static Optional<Section> of(Study study) {
        return study.pValues().filter(p -> p.rows().size() > 0).map(CalibrationSection::of);
    }

    private static Section of(PValues values) {
        AlarmRates expected =
                new AlarmRates(values.calibration().size(), values.rows().size());
        Element figure = Parts.figure(
                new Text("Alarms at each false-alarm rate"),
                "The band holds 99 % of the cases if the rows are like the calibration rows.",
                chart(values, expected).draw("Line chart of alarms against rates. " + brief(values, expected)));
        Element both = Parts.figures(
                List.of(figure, Element.of("div", table(values, expected), Parts.paragraph("note", means(values)))),
                "grid2");
        return Section.of("calibration", "Alarms and p-values", brief(values, expected), more(values, expected))
                .add(both);
    }

    private static double rate(PValues values) {
        return Math.max(0.05, values.leastRate());
    }

    private static String brief(PValues values, AlarmRates expected) {
        AlarmRates.Range range = expected.at(rate(values));
        return "At a false-alarm rate of " + Figures.percent(rate(values)) + ", "
                + Figures.percent(values.alarms(rate(values)))
                + " of the rows are alarms; of rows like the calibration rows it would be "
                + Figures.percent(range.low())
                + " to " + Figures.percent(range.high()) + ".";
    }

    private static String more(PValues values, AlarmRates expected) {
        AlarmRates.Range range = expected.at(rate(values));
        double share = values.alarms(rate(values));
        if (values.known()) {
            return "This table has the rows that trained the model. The model knows them, so that fewer of them are alarms than"
                    + " of new rows. The line of held-out rows compares each half of the calibration rows with the other.";
        }
        if (values.calibration().folds() > 0 && share < range.low()) {
            return "Fewer rows are alarms than was asked for, because models of the folds calibrate, or because these rows trained the model.";
        }
        return range.has(share)
                ? "The rate holds."
                : share > range.high()
                        ? "These rows are less like the training rows than the calibration rows are."
                        : "These rows are more like the training rows than the calibration rows are.";
    }

    private static String means(PValues values) {
        return "The p-value of a row says how many of "
                + Figures.count(values.calibration().size(), "calibration row")
                + " score as low. "
                + (values.calibration().folds() == 0
                        ? "It needs no assumption about the model."
                        : "Models that did not see these rows scored them, so the p-values of new rows are mostly a little too high.")
                + " The smallest rate that can be asked for is "
                + Figures.percent(values.leastRate()) + ".";
    }

    private static Lines chart(PValues values, AlarmRates expected) {
        double[] rates = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> (double) i / POINTS)
                .toArray();
        double[][] band = new double[2 * rates.length][];
        for (int i = 0; i < rates.length; i++) {
            AlarmRates.Range range = expected.at(rates[i]);
            band[i] = new double[] {100 * rates[i], 100 * range.high()};
            band[band.length - 1 - i] = new double[] {100 * rates[i], 100 * range.low()};
        }
        List<Lines.Series> series = new ArrayList<>();
        series.add(new Lines.Series(Lines.Style.BAND, "", band));
        series.add(new Lines.Series(Lines.Style.IDEAL, "", new double[][] {{0, 0}, {100, 100}}));
        if (values.known()) {
            series.add(new Lines.Series(Lines.Style.MODEL, "held-out rows", line(rates, values.halves())));
        }
        series.add(
                new Lines.Series(Lines.Style.DATA, values.known() ? "known rows" : "rows", line(rates, values.rows())));
        return new Lines(
                new Scale.Linear(0, 100),
                "false-alarm rate, %",
                new Scale.Linear(0, 100),
                "alarms, % of the rows",
                series,
                Optional.empty(),
                WIDTH);
    }

    private static double[][] line(double[] rates, Sorted values) {
        return Arrays.stream(rates)
                .mapToObj(r -> new double[] {100 * r, 100 * values.shareUpTo(r * (1 + 1e-12))})
                .toArray(double[][]::new);
    }

    private static Element table(PValues values, AlarmRates expected) {
        List<List<Node>> rows = new ArrayList<>();
        for (double rate : RATES) {
            if (rate >= values.leastRate()) {
                AlarmRates.Range range = expected.at(rate);
                double share = values.alarms(rate);
                rows.add(List.of(
                        new Text(Figures.percent(rate)),
                        new Text(Figures.percent(share)),
                        new Text(Figures.percent(range.low()) + " … " + Figures.percent(range.high())),
                        verdict(values, range, share)));
            }
        }
        return Parts.table(List.of(number("Rate asked for"), number("Alarms"), number("99 % range"), text("")), rows);
    }

    private static Node verdict(PValues values, AlarmRates.Range range, double share) {
        String word = range.has(share) ? "within" : share > range.high() ? "more" : "fewer";
        // models of folds alarm less, and these rows may have trained the model
        boolean isExpected = share < range.low() && values.calibration().folds() > 0;
        String style = values.known() || isExpected ? "plain" : range.has(share) ? "good" : "bad";
        return Parts.chip(style, word);
    }
}
