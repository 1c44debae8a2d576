package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges rows at a false-alarm rate: a row from the distribution of the calibration rows is an alarm with at most this probability, on average
 * over calibrations. The p-value of a row is (1 + #{calibration scores ≤ score of the row}) / (n + 1), which holds for any model and any n
 * (split conformal prediction).
 *
 * <p>Immutable and safe for any number of threads. A verdict is a function of the model, its calibration and the row: it is the same alone,
 * in a batch and in any thread.
 */
public final class Alarm {
    private final Scorer scorer;
    private final Function<Map<String, ?>, Observed> byName;
    private final Calibration calibration;
    private final FalseAlarms falseAlarms;
    private final double level;
    private final int mostBlamed;
    private final Groups groups;

    private Alarm(
            Scorer scorer,
            Function<Map<String, ?>, Observed> byName,
            Calibration calibration,
            FalseAlarms falseAlarms,
            double level,
            int mostBlamed,
            Groups groups) {
        this.scorer = scorer;
        this.byName = byName;
        this.calibration = calibration;
        this.falseAlarms = falseAlarms;
        this.level = level;
        this.mostBlamed = mostBlamed;
        this.groups = groups;
    }

    /** This alarm with other groups of calibration rows, or another rate. */
    private Alarm with(Calibration among, FalseAlarms asked) {
        return new Alarm(scorer, byName, among, asked.require(among), level, mostBlamed, Groups.of(among));
    }

    /**
     * A row as a source gives it.
     *
     * @param row [d]; NaN is a missing cell, or a category that the model does not know
     * @param breaches the cells that contradict all training rows
     */
    public record Observed(double[] row, List<Verdict.Reason.Breach> breaches) {}

    /**
     * Makes an alarm for rows of numbers.
     *
     * @param calibration scores of rows that did not train the model
     * @param rate of false alarms, in (0, 1)
     * @throws IllegalArgumentException if there is no calibration, or it has too few rows for the rate
     */
    @SuppressWarnings("exports") // for our own packages; users take TableModel.alarm
    public static Alarm of(Scorer scorer, Optional<Calibration> calibration, double rate) {
        FalseAlarms asked = new FalseAlarms(rate, false);
        if (calibration.isEmpty()) {
            throw new IllegalArgumentException(
                    "alarm: the model has no calibration scores; give TableModel.calibrated at least "
                            + asked.rowsNeeded()
                            + " normal rows that did not train it, or run vflow calibrate");
        }
        Calibration rows = calibration.orElseThrow();
        return new Alarm(
                scorer,
                Alarm::withoutNames,
                rows,
                asked.require(rows),
                rate,
                AnswerDefaults.MOST_BLAMED,
                Groups.of(rows));
    }

    private static Observed withoutNames(Map<String, ?> row) {
        throw new IllegalStateException("alarm: it judges rows of numbers but got one by the names " + row.keySet()
                + "; give numbers in the order of the columns");
    }

    /** Returns an alarm that also takes rows by names, as a function reads them. */
    public Alarm withNames(Function<Map<String, ?>, Observed> reader) {
        return new Alarm(scorer, reader, calibration, falseAlarms, level, mostBlamed, groups);
    }

    /**
     * The number of calibration rows that a rate of false alarms needs: ⌈1/rate⌉ − 1.
     *
     * @throws IllegalArgumentException if the rate is not in (0, 1)
     */
    public static int rowsNeeded(double rate) {
        return new FalseAlarms(rate, false).rowsNeeded();
    }

    /**
     * Returns an alarm that also finds rows that are too likely, such as copies of one value: the p-value is twice the smaller of both sides.
     *
     * @throws IllegalArgumentException if there are too few calibration rows
     */
    public Alarm twoSided() {
        return with(calibration, new FalseAlarms(rate(), true));
    }

    /**
     * Returns an alarm whose explanations blame at most some columns, which saves time: the first column alone takes less than half of it.
     *
     * @param columns at least 1; five are blamed at most in any case
     * @throws IllegalArgumentException if there is less than one
     */
    public Alarm blamingAtMost(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("alarm: an explanation must blame at least one column but may blame "
                    + columns + "; take judge for a verdict without an explanation");
        }
        int most = Math.min(columns, AnswerDefaults.MOST_BLAMED);
        return new Alarm(scorer, byName, calibration, falseAlarms, level, most, groups);
    }

    /**
     * Returns an alarm that compares a row with rows of its group, those with the same labels. Scores of a group are moved by its median
     * score. The rate holds in each group with calibration rows for two alarms; the others share theirs. A p-value depends on no rate. A
     * label that the model does not know is no breach then: the row is judged as if the label were missing.
     *
     * @param names of columns of labels
     * @throws IllegalArgumentException if the calibration has no labels of such a column
     */
    public Alarm by(List<String> names) {
        return with(Groups.grouped(calibration, scorer.columns(), names), falseAlarms);
    }

    /** The names of the columns by which rows are compared; none for all rows. */
    public List<String> by() {
        return Arrays.stream(calibration.by())
                .mapToObj(j -> scorer.columns().get(j).name())
                .toList();
    }

    /** The scores with which rows compare, grouped as this alarm does. */
    @SuppressWarnings("exports") // for our own packages
    public Calibration calibration() {
        return calibration;
    }

    /** The rate of false alarms. */
    public double rate() {
        return falseAlarms.rate();
    }

    /** n, the number of calibration rows. */
    public int calibrationRows() {
        return calibration.size();
    }

    /** The p-value of a {@link Verdict#score} among all rows, in (0, 1]. */
    public double pValue(double score) {
        return falseAlarms.twoSided() ? calibration.twoSided(score) : calibration.pValue(score);
    }

    /**
     * Judges a row without attribution, in the time of a score.
     *
     * @param row in the order of the columns; NaN is a missing cell
     * @throws IllegalArgumentException as the model's {@code logProb}
     */
    public Verdict judge(double... row) {
        Objects.requireNonNull(row, "Alarm.judge: row");
        return judge(new Observed(row, List.of()));
    }

    /**
     * Judges a row by names; null is a missing cell. A category that the model does not know and a broken relation are an alarm at any rate:
     * the p-value is 1/(n + 1), the least there is.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown
     */
    public Verdict judge(Map<String, ?> row) {
        return judge(byName.apply(row));
    }

    /**
     * Judges each row [n][d]; the verdicts are the same as alone.
     *
     * @throws IllegalArgumentException as {@link #judge(double...)}
     */
    public List<Verdict> judge(double[][] rows) {
        Objects.requireNonNull(rows, "Alarm.judge: rows");
        return plain(rows, scorer.scores(rows));
    }

    private List<Verdict> plain(double[][] rows, List<Score> scores) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> plain(new Observed(rows[i], List.of()), scores.get(i)))
                .toList();
    }

    /** The scores of rows [n][d], which a verdict compares; with ln p of each row, since one pass gives both. */
    @SuppressWarnings("exports") // for our own packages
    public List<Score> scores(double[][] rows) {
        return scorer.scores(rows);
    }

    /** Judges rows, and explains the alarms among them on some threads; see {@link #judge(List, List, IntPredicate, int)}. */
    public List<Verdict> judge(List<Observed> rows, IntPredicate isExplained, int threads) {
        return judge(
                rows, scorer.scores(rows.stream().map(Observed::row).toArray(double[][]::new)), isExplained, threads);
    }

    /**
     * Judges rows whose scores are known. Each verdict is the same as alone, on any number of threads.
     *
     * @param isExplained whether a row has an attribution if it is an alarm, which takes some hundred scores for each column
     * @param threads that explain
     */
    @SuppressWarnings("exports") // for our own packages
    public List<Verdict> judge(List<Observed> rows, List<Score> scores, IntPredicate isExplained, int threads) {
        List<Verdict> verdicts = new ArrayList<>(IntStream.range(0, rows.size())
                .mapToObj(i -> plain(rows.get(i), scores.get(i)))
                .toList());
        int[] explained = IntStream.range(0, rows.size())
                .filter(i -> verdicts.get(i).isAlarm() && isExplained.test(i))
                .toArray();
        if (explained.length == 0) {
            return verdicts;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<Verdict>> all = Arrays.stream(explained)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> explain(rows.get(i), scores.get(i)), pool))
                    .toList();
            for (int k = 0; k < explained.length; k++) {
                verdicts.set(explained[k], all.get(k).join());
            }
            return verdicts;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    /**
     * Judges the rows of a batch at a false discovery rate: the expected share of false alarms among all alarms of the batch is at most q
     * (Benjamini and Hochberg 1995). The rate of this alarm is not used.
     *
     * @param rows [m][d]
     * @param q the false discovery rate, in (0, 1)
     * @throws IllegalArgumentException if q is not in (0, 1), or as {@link #judge(double...)}
     */
    public List<Verdict> discover(double[][] rows, double q) {
        Objects.requireNonNull(rows, "Alarm.discover: rows");
        List<Score> all = scorer.scores(rows);
        double[] pValues =
                plain(rows, all).stream().mapToDouble(Verdict::pValue).toArray();
        return atLevel(discoveryLevel(pValues, q)).plain(rows, all);
    }

    /** The level at which {@link #discover} judges rows with some p-values; zero if none is an alarm. It throws the same exception. */
    public static double discoveryLevel(double[] pValues, double q) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("alarm: the false discovery rate must be in (0, 1) but is " + q
                    + "; 0.1 is one false alarm in ten alarms");
        }
        return FalseDiscoveries.level(pValues, q);
    }

    /**
     * Returns an alarm whose verdicts are alarms up to another p-value, such as one that a batch tells.
     *
     * @param most the largest p-value of an alarm, in [0, 1]
     * @throws IllegalArgumentException if it is none
     */
    public Alarm atLevel(double most) {
        if (!(most >= 0 && most <= 1)) {
            throw new IllegalArgumentException(
                    "alarm: the largest p-value of an alarm must be in [0, 1] but is " + most + "; give a probability");
        }
        return new Alarm(scorer, byName, calibration, falseAlarms, most, mostBlamed, groups);
    }

    /**
     * Judges a row with attribution, which takes some hundred scores for each column.
     *
     * @param row in the order of the columns; NaN is a missing cell
     * @throws IllegalArgumentException as {@link #judge(double...)}, or if the model needs complete rows
     */
    public Verdict explain(double... row) {
        Objects.requireNonNull(row, "Alarm.explain: row");
        return explain(new Observed(row, List.of()));
    }

    /** As {@link #explain(double...)}, of a row by names; see {@link #judge(Map)}. */
    public Verdict explain(Map<String, ?> row) {
        return explain(byName.apply(row));
    }

    /** Does the same as {@link #judge(double...)} for a row with breaches. */
    public Verdict judge(Observed row) {
        return plain(row, scorer.score(row.row()));
    }

    /** Does the same as {@link #explain(double...)} for a row with breaches. */
    public Verdict explain(Observed row) {
        return explain(row, scorer.score(row.row()));
    }

    private Verdict explain(Observed row, Score score) {
        Groups.Group among = groups.of(row.row());
        double oneSided = falseAlarms.twoSided() ? level / 2 : level;
        Scorer explaining = scorer.explaining();
        boolean isOwn = explaining.equals(scorer);
        ToDoubleFunction<Score> pValue = s -> among.pValue(s.value() + among.shift(), false);
        Attributor.Blamed blamed = new Attributor(
                        explaining,
                        left -> pValue.applyAsDouble(scorer.score(left)),
                        oneSided,
                        mostBlamed,
                        calibration.by())
                .blamed(
                        row.row(),
                        isOwn ? score : explaining.score(row.row()),
                        isOwn ? calibration.median() - among.shift() : 0,
                        pValue.applyAsDouble(score) <= oneSided);
        return verdict(row, score, Optional.of(blamed));
    }

    private Verdict plain(Observed row, Score score) {
        return verdict(row, score, Optional.empty());
    }

    private Verdict verdict(Observed row, Score score, Optional<Attributor.Blamed> blamed) {
        Groups.Group group = groups.of(row.row());
        Map<Boolean, List<Verdict.Reason.Breach>> breaches =
                row.breaches().stream().collect(Collectors.partitioningBy(this::isOfGroup));
        List<Verdict.Reason.Breach> counted = breaches.getOrDefault(false, List.of());
        double compared = counted.isEmpty() ? score.value() + group.shift() : Double.NEGATIVE_INFINITY;
        double p = group.pValue(compared, falseAlarms.twoSided());
        return new Verdict(
                compared,
                counted.isEmpty() ? score.standardError() : 0,
                p,
                level,
                counted.isEmpty() ? Optional.of(score.view()) : Optional.empty(),
                new Reasons(scorer, group)
                        .of(
                                new Observed(row.row(), counted),
                                breaches.getOrDefault(true, List.of()),
                                score.value() + group.shift(),
                                score.view(),
                                p,
                                level,
                                blamed),
                blamed.map(Attributor.Blamed::attribution));
    }

    /** A row with a label that is new has no group, which is no contradiction to the rows of the others. */
    private boolean isOfGroup(Verdict.Reason.Breach breach) {
        return breach instanceof Verdict.UnseenCategory && by().contains(breach.column());
    }

    @Override
    public String toString() {
        return "Alarm at a false-alarm rate of " + rate() + (falseAlarms.twoSided() ? ", two-sided" : "") + ", by "
                + calibration.size()
                + " calibration rows" + (by().isEmpty() ? "" : " by " + by()) + " of "
                + scorer.columns().stream().map(Scorer.JudgedColumn::name).toList();
    }
}
