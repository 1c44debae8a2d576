package io.github.vflow.table.verdict;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
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

    private final Scorer scorer;
    private final List<Scorer.JudgedColumn> columns;
    private final ToDoubleFunction<double[]> pValue;
    private final double rate;
    private final int mostBlamed;
    private final int[] given;

    /**
     * Makes an attributor.
     *
     * @param scorer that tells costs, in nats
     * @param pValue of a row with missing cells, by the scorer of the alarm
     * @param rate the search stops when the p-value of the remaining cells exceeds this rate
     * @param mostBlamed the most columns to blame
     * @param given columns that are not to blame, since rows are compared with rows that have the same labels there
     */
    Attributor(Scorer scorer, ToDoubleFunction<double[]> pValue, double rate, int mostBlamed, int... given) {
        this.scorer = scorer;
        this.columns = scorer.columns();
        this.pValue = pValue;
        this.rate = rate;
        this.mostBlamed = mostBlamed;
        this.given = given;
    }

    /** A column and its part. */
    private record Candidate(int column, Attribution.Part part) {
        double cost() {
            return part.cost();
        }
    }

    /**
     * An attribution.
     *
     * @param left the p-value of the row without the columns to blame
     */
    record Blamed(Attribution attribution, double left) {}

    /**
     * The attribution of a row.
     *
     * @param whole the score of the row
     * @param typical the score of a typical row
     * @param isLow whether the row is too unlikely; otherwise no column is to blame
     */
    Blamed blamed(double[] row, Score whole, double typical, boolean isLow) {
        double total = typical - whole.value();
        double p = isLow ? 0 : 1;
        int[] known = IntStream.range(0, row.length)
                .filter(j -> !Double.isNaN(row[j]) && IntStream.of(given).noneMatch(g -> g == j))
                .toArray();
        List<Candidate> first = screened(row, whole.standardError(), known, Conditional.Draws.MANY);
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
            left[worst.column] = Double.NaN;
            p = Arrays.stream(left).allMatch(Double::isNaN) ? 1 : pValue.applyAsDouble(left);
            open = p <= rate && parts.size() < mostBlamed ? next(left, open, parts.size()) : List.of();
        }
        Predicate<Candidate> isOther = c -> !taken.contains(c.column);
        List<Attribution.Part> others =
                first.stream().filter(isOther).map(Candidate::part).toList();
        return new Blamed(new Attribution(total, parts, total - sum, Math.sqrt(variance), others), p);
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
                        scorer.score(left).standardError(),
                        rest,
                        parts < AnswerDefaults.PARTS_BY_MANY_DRAWS ? Conditional.Draws.MANY : Conditional.Draws.FEW);
    }

    /**
     * The parts of some known columns, the most costly first. Few values tell which of them may be odd, in the row with its missing cells filled,
     * which saves the sums over them. The first, and the next ones that cost nearly as much, are then summed in the row as it is.
     *
     * @param error of the score of the row
     * @param draws for the most costly
     */
    private List<Candidate> screened(double[] row, double error, int[] known, Conditional.Draws draws) {
        if (known.length <= AnswerDefaults.EXACT_COSTS) {
            return candidates(row, error, known, draws);
        }
        List<Candidate> exact = new ArrayList<>();
        List<Candidate> rest = new ArrayList<>(rough(filled(row), known));
        while (exact.size() < AnswerDefaults.EXACT_COSTS
                && exact.stream().allMatch(c -> rest.getFirst().cost() >= AnswerDefaults.NEARLY_AS_ODD * c.cost())) {
            exact.addAll(candidates(row, error, new int[] {rest.removeFirst().column}, draws));
        }
        return Stream.concat(exact.stream(), rest.stream())
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

    /** The rough parts of some columns of a complete row, the most costly first. */
    private List<Candidate> rough(double[] row, int[] some) {
        return candidates(row, 0, some, Points.few(scorer, row, some), scorer::comparedRoughly);
    }

    /**
     * The parts of some columns given the known cells of a row, the most costly first.
     *
     * @param error of the score of the row
     */
    private List<Candidate> candidates(double[] row, double error, int[] some, Conditional.Draws draws) {
        List<Points> points = IntStream.of(some)
                .mapToObj(j -> Points.of(scorer, row, j, draws))
                .toList();
        return candidates(row, error, some, points, scorer::compared);
    }

    /** The row with each point of each column. */
    private static Stream<double[]> rows(double[] row, int[] some, List<Points> points) {
        return IntStream.range(0, some.length)
                .boxed()
                .flatMap(i -> Arrays.stream(points.get(i).rows(row, some[i])));
    }

    private List<Candidate> candidates(
            double[] row, double error, int[] some, List<Points> points, Function<double[][], List<Score>> scores) {
        List<Score> all = scores.apply(
                Stream.concat(Stream.<double[]>of(row), rows(row, some, points)).toArray(double[][]::new));
        double own = all.getFirst().value();
        List<Candidate> candidates = new ArrayList<>();
        int from = 1;
        for (int i = 0; i < some.length; i++) {
            int to = from + points.get(i).values().length;
            Conditional c = points.get(i).conditional(all.subList(from, to));
            candidates.add(new Candidate(some[i], part(row, own, error, some[i], c)));
            from = to;
        }
        candidates.sort(Comparator.comparingDouble(Candidate::cost).reversed());
        return candidates;
    }

    private Attribution.Part part(double[] row, double own, double ofScore, int j, Conditional c) {
        double cost = c.mean() == own ? 0 : c.mean() - own;
        double error = Math.hypot(c.standardError(), ofScore);
        return new Attribution.Part(
                columns.get(j).name(),
                columns.get(j).value(row, row[j]),
                c.expected(columns.get(j), row),
                cost,
                c.cell().isKnown() ? error : Math.max(error, Math.abs(cost)));
    }
}
