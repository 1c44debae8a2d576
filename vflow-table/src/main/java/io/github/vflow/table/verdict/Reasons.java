package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.source.text.Decimals;
import io.github.vflow.table.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts the reasons of a verdict in order. Immutable and safe for any number of threads.
 *
 * @param scorer that knows the columns, and maybe how rare a number is
 * @param group of the row, with the ranges of the columns
 */
record Reasons(Scorer scorer, Groups.Group group) {
    /**
     * The reasons, the most telling first; most rows have none.
     *
     * @param remarks breaches that make the row no alarm, which come last
     * @param p the p-value
     * @param level the largest p-value of an alarm
     */
    List<Verdict.Reason> of(
            Alarm.Observed observed,
            List<Verdict.Reason.Breach> remarks,
            double score,
            View view,
            double p,
            double level,
            Optional<Attributor.Blamed> blamed) {
        double[] row = observed.row();
        List<Verdict.Reason.Breach> breaches = observed.breaches();
        List<Verdict.Reason> all = new ArrayList<>(breaches);
        boolean isAlarm = p <= level;
        boolean isUnlike = isAlarm && breaches.isEmpty() && view == View.NEIGHBOURS;
        blamed.ifPresent(b -> {
            List<Attribution.Part> parts = b.attribution().parts();
            if (isAlarm && !isExplained(b, level)) {
                rarest(row, parts).ifPresent(all::add);
            }
            parts.forEach(part -> all.add(new Verdict.Unexpected(part)));
        });
        if (isUnlike) {
            boolean isExplained = blamed.filter(b -> isExplained(b, level)).isPresent();
            all.add(isExplained ? all.size() : 0, unlike(row));
        }
        IntStream.range(0, row.length).forEach(j -> outOfRange(row, j).ifPresent(all::add));
        if (isAlarm && blamed.isEmpty()) {
            rarest(row, List.of()).ifPresent(all::add);
        }
        if (isAlarm && breaches.isEmpty()) {
            all.add(new Verdict.Density(score > group.all().median(), p));
        }
        for (int j = 0; j < row.length; j++) {
            String name = scorer.columns().get(j).name();
            if (Double.isNaN(row[j])
                    && Stream.concat(breaches.stream(), remarks.stream())
                            .noneMatch(u -> u.column().equals(name))) {
                all.add(new Verdict.MissingCell(name));
            }
        }
        all.addAll(remarks);
        return all;
    }

    /** Whether the row would be no alarm without the columns to blame, and the expected value of the first is known. */
    private boolean isExplained(Attributor.Blamed blamed, double level) {
        List<Attribution.Part> parts = blamed.attribution().parts();
        return !parts.isEmpty() && isKnown(parts.getFirst()) && blamed.left() > level;
    }

    /** The columns in which the row differs from the nearest ones. */
    private Verdict.Reason unlike(double[] row) {
        List<Verdict.Unlike.Difference> differences = new ArrayList<>();
        for (Neighbours.Difference d : scorer.differences(row)) {
            if (!Double.isNaN(d.low())) {
                String low = written(row, d.column(), d.low());
                String high = written(row, d.column(), d.high());
                differences.add(new Verdict.Unlike.Difference(
                        scorer.columns().get(d.column()).name(),
                        low.equals(high) ? low : low + " to " + high,
                        written(row, d.column(), row[d.column()])));
            }
        }
        return new Verdict.Unlike(differences);
    }

    private String written(double[] row, int j, double number) {
        return scorer.columns().get(j).value(row, number) instanceof Double real
                ? Decimals.text(real, group.all().high(j) - group.all().low(j))
                : String.valueOf(scorer.columns().get(j).value(row, number));
    }

    private Optional<Verdict.Reason> outOfRange(double[] row, int j) {
        Scorer.JudgedColumn c = scorer.columns().get(j);
        Calibration range = group.all();
        boolean hasRange = !c.isCategory() && !c.isOnCircle();
        if (!hasRange || !(row[j] < range.low(j) || row[j] > range.high(j))) {
            return Optional.empty();
        }
        Optional<DoubleFunction<String>> dates = c.text().map(text -> number -> text.of(row, number));
        return Optional.of(new Verdict.OutOfRange(c.name(), row[j], range.low(j), range.high(j), dates));
    }

    /** A column and how rare its number is. */
    private record Reached(int column, Marginal.Tail tail) {}

    /**
     * The number that fewest rows reach. Used if no single column explains the alarm: the expectation given the other columns is then itself
     * unreliable. Empty if the first part is of the same column.
     */
    private Optional<Verdict.Reason> rarest(double[] row, List<Attribution.Part> parts) {
        Optional<Reached> rarest = IntStream.range(0, row.length)
                .filter(j ->
                        !Double.isNaN(row[j]) && scorer.columns().get(j).text().isEmpty())
                .boxed()
                .flatMap(j -> scorer.tail(j, row[j]).map(t -> new Reached(j, t)).stream())
                .filter(r -> r.tail.share() <= AnswerDefaults.RARE)
                .min(Comparator.comparingDouble(r -> r.tail.share()));
        return rarest.filter(r -> parts.isEmpty() || !isSaid(scorer.columns().get(r.column), parts.getFirst()))
                .map(r -> new Verdict.Rare(
                        scorer.columns().get(r.column).name(), text(row, r.column), r.tail.share(), r.tail.isHigh()));
    }

    private static boolean isSaid(Scorer.JudgedColumn column, Attribution.Part part) {
        return part.column().equals(column.name()) && isKnown(part);
    }

    private static boolean isKnown(Attribution.Part part) {
        return !(part.expected() instanceof Attribution.Unknown);
    }

    private String text(double[] row, int j) {
        return scorer.columns().get(j).isWhole()
                ? Long.toString((long) row[j])
                : Decimals.text(row[j], group.all().high(j) - group.all().low(j));
    }
}
