package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The verdicts on the rows of a table by its cells and by its gaps, each by the scorer of its fold. The oddness of a row is the lowest of its scores
 * on their common scale ({@link OddScores}), so a row is odd if one of them says so.
 *
 * @param rows [n] the table
 * @param folds of the rows
 * @param seen the scores by cells, then by gaps; either may be missing
 */
public record FoldVerdicts(Rows rows, Folds folds, List<Seen> seen) {
    /**
     * The scores by a kind of evidence.
     *
     * @param scorers one for each fold, which did not see its rows
     * @param scores [n] of the rows; null for a row without a known cell
     * @param odd which scores are odd
     */
    public record Seen(List<? extends Scorer> scorers, Score[] scores, OddScores odd) {
        /**
         * The scores of each row by its cells, by the scorer of its fold.
         *
         * @param scorers of the folds; their laws do not matter
         * @param trained the folds that trained the joint densities; {@link Suspects} are in none
         */
        public static Seen ofCells(
                Set<View> views, Rows rows, Folds folds, List<OddnessScorer> scorers, Folds trained) {
            ViewScorer.Scored[] all = new ViewScorer.Scored[rows.size()];
            for (int k = 0; k < folds.count(); k++) {
                int[] some = folds.rows(k);
                double[][] batch = Arrays.stream(some).mapToObj(rows::copyRow).toArray(double[][]::new);
                List<ViewScorer.Scored> of = scorers.get(k).all(batch);
                for (int i = 0; i < some.length; i++) {
                    all[some[i]] = of.get(i);
                }
            }
            ViewPValues laws = ViewPValues.ofMixed(
                    views,
                    Arrays.stream(trained.scored())
                            .mapToObj(i -> all[i].byView())
                            .toList());
            List<OddnessScorer> by = scorers.stream().map(s -> s.by(laws)).toList();
            Score[] scores = new Score[all.length];
            Arrays.stream(folds.scored()).forEach(i -> scores[i] = by.getFirst().score(all[i]));
            return of(by, scores, folds, trained);
        }

        /** The scores of rows [n], by the folds that trained. */
        static Seen of(List<? extends Scorer> scorers, Score[] scores, Folds folds, Folds trained) {
            return new Seen(
                    scorers,
                    scores,
                    OddScores.of(
                            values(scores, folds.scored()),
                            values(scores, trained.scored()),
                            OddScores.OF_P_VALUES,
                            1,
                            trained.size() < folds.size()
                                    ? OddRowDefaults.FALSE_DISCOVERIES_WITHOUT_SUSPECTS
                                    : OddRowDefaults.FALSE_DISCOVERIES));
        }

        /** Scores each row by rules of gaps: each exception is odd. */
        public static Seen ofGaps(Rows rows, Folds folds, GapRules rules) {
            List<GapRules> scorers = Collections.nCopies(folds.count(), rules);
            Score[] scores = new Score[rows.size()];
            for (int i : folds.scored()) {
                scores[i] = rules.score(rows.copyRow(i));
            }
            return new Seen(scorers, scores, OddScores.ofLogarithms());
        }

        /** The score of a row on the common scale. */
        private Score common(int row) {
            return odd.common(scores[row]);
        }

        private boolean isOdd(int row) {
            return odd.isOdd(scores[row].value());
        }

        private static double[] values(Score[] scores, int[] some) {
            return Arrays.stream(some).mapToDouble(i -> scores[i].value()).toArray();
        }
    }

    /**
     * A verdict on a row.
     *
     * @param found how an odd row was found; empty for others
     */
    public record Judged(Verdict verdict, Optional<Found> found) {}

    /**
     * The verdict on each row; empty for a row without a known cell. The p-value compares its oddness with the oddness of rows that are not odd.
     *
     * @param threads that explain odd rows; the worst thousand have an attribution, fewer if there are more than ten columns, and none if the models
     *     know whole rows alone
     * @param onExplain is told the number of rows that get an attribution, if there are any
     * @param onExplained is told how many more have it
     */
    public List<Optional<Judged>> verdicts(int threads, IntConsumer onExplain, IntConsumer onExplained) {
        int[] scored = folds.scored();
        Score[] lowest = new Score[rows.size()];
        Arrays.stream(scored).forEach(i -> lowest[i] = strongest(i).common(i));
        int[] normal = Arrays.stream(scored).filter(i -> !isOdd(i)).toArray();
        Set<Integer> explained = Arrays.stream(scored)
                .filter(i -> isOdd(i) && finder(i).scorers.get(folds.of()[i]).canExplain())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> lowest[i].value()))
                .limit(explained())
                .collect(Collectors.toSet());
        if (!explained.isEmpty()) {
            onExplain.accept(explained.size());
        }
        Calibration calibration = Calibration.of(Seen.values(lowest, normal), rows.select(normal));
        // odd rows have the least p-value there is, and no other row has it, since it is compared with itself
        double level = 1 / (normal.length + 1.0);
        List<Optional<Judged>> all = new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        for (Seen s : seen) {
            Calibration own = Calibration.of(Seen.values(s.scores, normal), rows.select(normal));
            for (int k = 0; k < folds.count(); k++) {
                int[] some = Arrays.stream(folds.rows(k))
                        .filter(i -> finder(i).equals(s))
                        .toArray();
                Scorer scorer = s.scorers.get(k);
                List<Verdict> verdicts = Alarm.of(scorer, Optional.of(own), level)
                        .blamingAtMost(1)
                        .judge(
                                Arrays.stream(some)
                                        .mapToObj(i -> new Alarm.Observed(rows.copyRow(i), List.of()))
                                        .toList(),
                                Arrays.stream(some).mapToObj(i -> s.scores[i]).toList(),
                                i -> explained.contains(some[i]),
                                threads);
                onExplained.accept(
                        (int) Arrays.stream(some).filter(explained::contains).count());
                for (int i = 0; i < some.length; i++) {
                    int row = some[i];
                    Verdict v = verdicts.get(i);
                    Verdict common = new Verdict(
                            lowest[row].value(),
                            lowest[row].standardError(),
                            calibration.pValue(lowest[row].value()),
                            level,
                            Optional.of(lowest[row].view()),
                            v.isAlarm() && scorer instanceof GapRules rules
                                    ? List.of(rules.reason(rows.copyRow(row)))
                                    : v.reasons(),
                            v.attribution());
                    Optional<Found> found = v.isAlarm() ? Optional.of(found(s, scorer, row, v)) : Optional.empty();
                    all.set(row, Optional.of(new Judged(common, found)));
                }
            }
        }
        return all;
    }

    private Found found(Seen seen, Scorer scorer, int row, Verdict of) {
        if (scorer instanceof GapRules rules) {
            return rules.found(rows.copyRow(row));
        }
        View view = seen.scores[row].view();
        return of.attribution().map(a -> found(view, scorer, row, a)).orElse(new Found(view, List.of()));
    }

    /** The column to blame, with the columns that fit the rest nearly as badly. A cell beyond all other rows needs no combination. */
    private Found found(View view, Scorer scorer, int row, Attribution blamed) {
        List<Attribution.Part> parts =
                Stream.concat(blamed.parts().stream(), blamed.others().stream()).toList();
        if (parts.isEmpty()) {
            return new Found(view, List.of());
        }
        Attribution.Part worst = parts.getFirst();
        boolean isAlone = view == View.COLUMN || parts.size() == 1 || isBeyondOthers(scorer, row, worst.column());
        return isAlone
                ? new Found(View.COLUMN, List.of(worst.column()))
                : new Found(
                        view,
                        Stream.concat(
                                        Stream.of(worst),
                                        parts.stream()
                                                .skip(1)
                                                .filter(p ->
                                                        p.cost() >= OddRowDefaults.PART_OF_COMBINATION * worst.cost()))
                                .map(Attribution.Part::column)
                                .limit(OddRowDefaults.MOST_OF_COMBINATION)
                                .toList());
    }

    /** Whether a row has the only cell with its label, or the greatest or the least number of a column. */
    private boolean isBeyondOthers(Scorer scorer, int row, String name) {
        int column = IntStream.range(0, rows.features())
                .filter(j -> scorer.columns().get(j).name().equals(name))
                .findFirst()
                .orElseThrow();
        Scorer.JudgedColumn of = scorer.columns().get(column);
        double value = rows.get(row, column);
        double[] known = rows.known(column);
        if (of.isCategory() || of.isOnCircle()) {
            return of.isCategory()
                    && Arrays.stream(known).filter(x -> x == value).count() == 1;
        }
        return Arrays.stream(known).filter(x -> x >= value).count() == 1
                || Arrays.stream(known).filter(x -> x <= value).count() == 1;
    }

    private boolean isOdd(int row) {
        return seen.stream().anyMatch(s -> s.isOdd(row));
    }

    /** The scores by which a row is oddest. Gaps that are no exceptions tell of no row how odd it is. */
    private Seen strongest(int row) {
        return seen.stream()
                .filter(s -> s.equals(seen.getFirst()) || s.isOdd(row))
                .min(Comparator.comparingDouble(s -> s.common(row).value()))
                .orElseThrow();
    }

    /** The scores that explain a row: the plainest that find it odd. */
    private Seen finder(int row) {
        return seen.reversed().stream().filter(s -> s.isOdd(row)).findFirst().orElseGet(() -> strongest(row));
    }

    private long explained() {
        return Math.round(OddRowDefaults.MOST_EXPLAINED
                * Math.min(1, Math.pow(OddRowDefaults.COLUMNS_OF_MOST_EXPLAINED / rows.features(), 2)));
    }
}
