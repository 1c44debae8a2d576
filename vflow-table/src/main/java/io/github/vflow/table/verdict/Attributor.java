package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the columns that make a row odd, greedily. The first costs most given all others, the second most given the others without the first, until
 * the row would be normal. Immutable and safe for any number of threads.
 */
final class Attributor {
    /** The number of columns that a later part is chosen from: the columns that cost most before. */
    private static final int CANDIDATES = AnswerDefaults.MOST_BLAMED - 1;

    private static final double HALF = 0.5;

    private final Scorer<?> scorer;
    private final List<Scorer.JudgedColumn> columns;
    private final Calibration calibration;
    private final double rate;
    private final int mostBlamed;

    /**
     * Makes an attributor.
     *
     * @param rate the search stops when the p-value of the remaining cells exceeds this rate
     * @param mostBlamed the most columns to blame
     */
    Attributor(Scorer<?> scorer, Calibration calibration, double rate, int mostBlamed) {
        this.scorer = scorer;
        this.columns = scorer.columns();
        this.calibration = calibration;
        this.rate = rate;
        this.mostBlamed = mostBlamed;
    }

    /** A column and its part. */
    private record Candidate(int column, Attribution.Part part) {
        double cost() {
            return part.cost();
        }
    }

    /**
     * The attribution of a row.
     *
     * @param isLow whether the row is too unlikely; otherwise no column is to blame
     */
    Attribution attribution(double[] row, Score whole, boolean isLow) {
        double total = calibration.median() - whole.value();
        int[] known = IntStream.range(0, row.length)
                .filter(j -> !Double.isNaN(row[j]))
                .toArray();
        List<Candidate> first = screened(row, whole, known, Conditional.Draws.MANY);
        List<Attribution.Part> parts = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        List<Candidate> open = isLow ? first : List.of();
        double[] left = row.clone();
        double sum = 0;
        double variance = 0;
        while (!open.isEmpty() && open.getFirst().cost() > 0) {
            Candidate worst = open.getFirst();
            parts.add(worst.part);
            taken.add(worst.column);
            sum += worst.cost();
            variance += worst.part.standardError() * worst.part.standardError();
            boolean isOdd = calibration.pValue(whole.value() + sum) <= rate;
            left[worst.column] = Double.NaN;
            open = isOdd && parts.size() < mostBlamed ? next(left, open, parts.size()) : List.of();
        }
        Predicate<Candidate> isOther = c -> !taken.contains(c.column);
        List<Attribution.Part> others =
                first.stream().filter(isOther).map(Candidate::part).toList();
        return new Attribution(total, parts, total - sum, Math.sqrt(variance), others);
    }

    /** The columns after the first of the open ones, the most costly first, in the row that is left. */
    private List<Candidate> next(double[] left, List<Candidate> open, int parts) {
        int[] rest = open.stream()
                .skip(1)
                .limit(CANDIDATES)
                .mapToInt(Candidate::column)
                .toArray();
        return rest.length == 0
                ? List.of()
                : screened(
                        left,
                        scorer.score(left),
                        rest,
                        parts < AnswerDefaults.PARTS_BY_MANY_DRAWS ? Conditional.Draws.MANY : Conditional.Draws.FEW);
    }

    /**
     * The parts of some known columns, the most costly first. A few draws tell which of them may be odd, in the row with its missing cells filled,
     * which saves the sums over them.
     *
     * @param draws for the most costly
     */
    private List<Candidate> screened(double[] row, Score score, int[] known, Conditional.Draws draws) {
        if (known.length <= AnswerDefaults.EXACT_COSTS) {
            return candidates(row, score, known, draws);
        }
        double[] filled = filled(row);
        Score complete = Arrays.equals(filled, row) ? score : scorer.score(filled);
        List<Candidate> rough = candidates(filled, complete, known, Conditional.Draws.FEW);
        int[] worst = rough.stream()
                .limit(AnswerDefaults.EXACT_COSTS)
                .mapToInt(Candidate::column)
                .toArray();
        return Stream.concat(
                        candidates(row, score, worst, draws).stream(),
                        rough.stream().skip(AnswerDefaults.EXACT_COSTS))
                .sorted(Comparator.comparingDouble(Candidate::cost).reversed())
                .toList();
    }

    /** The row with the median, or the most probable category, in its missing cells. */
    private double[] filled(double[] row) {
        if (Arrays.stream(row).noneMatch(Double::isNaN)) {
            return row;
        }
        Imputation draws = scorer.impute(row, Conditional.Draws.FEW.all(), 0);
        double[] filled = row.clone();
        for (int j = 0; j < row.length; j++) {
            if (Double.isNaN(row[j])) {
                Scorer.JudgedColumn c = columns.get(j);
                filled[j] = c.isCategory()
                        ? draws.mode(j)
                        : c.onLine(draws.column(j), 0).quantile(HALF)[0];
            }
        }
        return filled;
    }

    /** The parts of some columns given the known cells of a row, the most costly first. */
    private List<Candidate> candidates(double[] row, Score score, int[] some, Conditional.Draws draws) {
        return IntStream.of(some)
                .mapToObj(j -> new Candidate(j, part(row, score, j, draws)))
                .sorted(Comparator.comparingDouble(Candidate::cost).reversed())
                .toList();
    }

    private Attribution.Part part(double[] row, Score score, int j, Conditional.Draws draws) {
        Conditional c = Conditional.of(scorer, row, j, j, draws);
        double cost = c.mean() == score.value() ? 0 : c.mean() - score.value();
        double error = Math.hypot(c.standardError(), score.standardError());
        return new Attribution.Part(
                columns.get(j).name(),
                columns.get(j).value(row, row[j]),
                c.expected(columns.get(j), row),
                cost,
                c.cell().isKnown() ? error : Math.max(error, Math.abs(cost)));
    }
}
