package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.measure.AlarmRates;
import io.github.vflow.table.report.study.PValues;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The share of rows that are alarms, at each rate or in each group. */
final class Alarms {
    private static final double[] RATES = {0.001, 0.01, 0.02, 0.05, 0.1};
    private static final double USUAL = 0.05;

    private Alarms() {}

    private static AlarmRates expected(PValues values) {
        return new AlarmRates(values.calibration().size(), values.rows().length);
    }

    private static boolean areGrouped(PValues values) {
        return values.calibration().by().length > 0;
    }

    /** The observation in sentences. */
    static String words(PValues values) {
        if (areGrouped(values)) {
            return alarms(values, values.rate()) + ", each compared with the calibration rows of its group.";
        }
        double rate = Math.max(USUAL, values.leastRate());
        AlarmRates.Range range = expected(values).at(rate);
        return alarms(values, rate) + "; of rows like the calibration rows it would be "
                + Figures.percent(range.low()) + " to " + Figures.percent(range.high()) + ". "
                + meaning(values, range, values.alarms(rate));
    }

    private static String alarms(PValues values, double rate) {
        return "At a false-alarm rate of " + Figures.percent(rate) + ", " + Figures.percent(values.alarms(rate))
                + " of the rows are alarms";
    }

    private static String meaning(PValues values, AlarmRates.Range range, double share) {
        if (values.known()) {
            return "This table has the rows that trained the model. The model knows them, so that fewer of them are alarms than"
                    + " of new rows.";
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

    /** The alarms at some rates; of a model that compares a row with its group, the alarms in each group. */
    static Element table(Study study, PValues values) {
        String note = "The p-value of a row says how many of "
                + Figures.count(values.calibration().size(), "calibration row")
                + " are as odd or odder. The smallest rate that can be asked for is "
                + Figures.percent(values.leastRate()) + ".";
        return Element.of(
                "div", areGrouped(values) ? groups(study, values) : rates(values), Parts.paragraph("note", note));
    }

    private static Element rates(PValues values) {
        List<List<Node>> rows = new ArrayList<>();
        for (double rate : RATES) {
            if (rate >= values.leastRate()) {
                AlarmRates.Range range = expected(values).at(rate);
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

    private static Element groups(Study study, PValues values) {
        int[] by = values.calibration().by();
        Map<String, List<Double>> groups = new TreeMap<>();
        for (int k = 0; k < values.rows().length; k++) {
            double[] row = study.rows().copyRow(values.rows()[k]);
            String label = IntStream.of(by)
                    .mapToObj(j -> study.columns().get(j).text(row, row[j]))
                    .collect(Collectors.joining(", "));
            groups.computeIfAbsent(label, _ -> new ArrayList<>()).add(values.values()[k]);
        }
        List<List<Node>> rows = groups.entrySet().stream()
                .sorted(Comparator.comparingInt(g -> -g.getValue().size()))
                .limit(Parts.LISTED)
                .map(g -> group(g.getKey(), g.getValue(), values.rate()))
                .toList();
        String columns = IntStream.of(by)
                .mapToObj(j -> Words.brief(study.columns().get(j).name(), 60))
                .collect(Collectors.joining(", "));
        Element table = Parts.table(
                List.of(text(columns), number("Rows"), number("Alarms at " + Figures.percent(values.rate()))), rows);
        return Parts.more(Element.of("div", table), groups.size() - rows.size(), "smaller group");
    }

    private static List<Node> group(String label, List<Double> values, double rate) {
        double[] all = values.stream().mapToDouble(p -> p).toArray();
        return List.of(
                Parts.name(label),
                new Text(Figures.shown(all.length)),
                new Text(Figures.percent(PValues.alarms(all, rate))));
    }
}
