package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.gap.GapTree;
import io.github.vflow.table.gap.ToldGap;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.source.text.Decimals;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds rows with exceptions to rules of gaps, such as: the year of a garage is missing where there is no garage. It is a rule that cells of a
 * column are empty, or known, where another column tells so ({@link GapTree#told}), if hardly any are elsewhere. Such a cell elsewhere is an
 * exception, where few rows have one, with the score ln P in nats, P the probability of the cell as it is. Other rows have zero. Immutable and safe
 * for any number of threads.
 */
public final class GapRules implements Scorer {
    /** Gaps have a probability, and no density of the cells. */
    private static final ImportanceEstimate EXACT = new ImportanceEstimate(0, 0, 1);

    private final List<JudgedColumn> columns;
    private final GapTree tree;
    /** Whether it is a rule that the cells of each column are empty, and whether it is that they are known. */
    private final boolean[] areEmpty;

    private final boolean[] areKnown;

    private GapRules(List<JudgedColumn> columns, GapTree tree, boolean[] areEmpty, boolean[] areKnown) {
        this.columns = columns;
        this.tree = tree;
        this.areEmpty = areEmpty;
        this.areKnown = areKnown;
    }

    /**
     * The rules of a table.
     *
     * @param columns of its rows
     * @param tree of the rows
     */
    public static GapRules of(List<JudgedColumn> columns, GapTree tree, Rows rows) {
        // [column][whether cells are empty][whether they are so where the other column tells]
        int[][][] counts = new int[columns.size()][2][2];
        for (int i = 0; i < rows.size(); i++) {
            for (ToldGap gap : tree.told(rows.copyRow(i))) {
                counts[gap.column()][gap.isEmpty() ? 1 : 0][isAsTold(gap) ? 1 : 0]++;
            }
        }
        return new GapRules(columns, tree, rules(counts, 1, rows.size()), rules(counts, 0, rows.size()));
    }

    private static boolean[] rules(int[][][] counts, int state, int rows) {
        boolean[] are = new boolean[counts.length];
        for (int j = 0; j < are.length; j++) {
            int exceptions = counts[j][state][0];
            int told = counts[j][state][1];
            are[j] = told >= OddRowDefaults.FEWEST_OF_GAP_RULE
                    && exceptions <= Math.max(1, OddRowDefaults.EXCEPTIONS_OF_GAP_RULE * told)
                    && exceptions <= Math.max(1, OddRowDefaults.MOST_EXCEPTIONS * rows);
        }
        return are;
    }

    private static boolean isAsTold(ToldGap gap) {
        return gap.probability() >= 0.5;
    }

    /** Whether there is none. */
    public boolean areNone() {
        return IntStream.range(0, areEmpty.length).noneMatch(j -> areEmpty[j] || areKnown[j]);
    }

    /** The exception of the least probability. */
    private Optional<ToldGap> exception(double[] row) {
        return tree.told(row).stream()
                .filter(gap -> gap.probability() <= OddRowDefaults.EXCEPTIONS_OF_GAP_RULE
                        && (gap.isEmpty() ? areEmpty : areKnown)[gap.column()])
                .min(Comparator.comparingDouble(ToldGap::probability));
    }

    @Override
    public List<JudgedColumn> columns() {
        return columns;
    }

    @Override
    public Score score(double[] row) {
        return new Score(
                View.GAPS,
                exception(row).map(gap -> Math.log(gap.probability())).orElse(0.0),
                0,
                EXACT);
    }

    @Override
    public List<Score> scores(double[][] rows) {
        return Arrays.stream(rows).map(this::score).toList();
    }

    @Override
    public boolean imputes() {
        return false;
    }

    /** The exception itself is the explanation. */
    @Override
    public boolean canExplain() {
        return false;
    }

    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        throw new UnsupportedOperationException("GapRules: gaps tell nothing of values; ask a density for draws");
    }

    /** The column with the exception, and the one that tells of its gaps. */
    Verdict.Found found(double[] row) {
        ToldGap gap = exception(row).orElseThrow();
        return new Verdict.Found(
                View.GAPS,
                List.of(
                        columns.get(gap.column()).name(),
                        columns.get(gap.beside()).name()));
    }

    /** The exception in words. */
    Verdict.Reason reason(double[] row) {
        ToldGap gap = exception(row).orElseThrow();
        JudgedColumn beside = columns.get(gap.beside());
        double number = row[gap.beside()];
        return Verdict.Reason.oddGap(
                columns.get(gap.column()).name(),
                gap.isEmpty(),
                gap.probability(),
                beside.name(),
                Double.isNaN(number) ? Optional.empty() : Optional.of(text(beside, row, number)),
                beside.isCategory());
    }

    private static String text(JudgedColumn of, double[] row, double number) {
        return of.value(row, number) instanceof Double real
                ? Decimals.text(real, Math.abs(real))
                : String.valueOf(of.value(row, number));
    }
}
