package io.github.vflow.table.density;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Views;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The density of rows under a schema, with the other content of its file. Its parameters never change; any number of threads may use it. */
public final class TableDensity {
    private final Model model;
    final Scoring scoring;
    private final Schema schema;
    private final Relations relations;
    private final About about;
    private final boolean[] neverNegative;
    private final Pool<Evaluator> evaluators;
    private final Pool<Evaluator> patient;
    private final Pool<Sampler> samplers;
    private final Pool<Imputer> imputers;

    /**
     * The origin of a density.
     *
     * @param fitted how it was trained; empty if its file does not say
     * @param views the scales of verdicts; empty if its file does not say
     * @param calibration the scores that alarms compare, of rows that did not train it; empty if there are none
     * @param baseline of the rows of its table; empty if its file does not say
     * @param plan of its training; empty if its file does not say
     * @param notes for people
     */
    public record About(
            Optional<Fitted> fitted,
            Optional<Views> views,
            Optional<Calibration> calibration,
            Optional<Baseline> baseline,
            Optional<TablePlan> plan,
            Map<String, String> notes) {
        public static About nothing() {
            return new About(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        }

        public About withoutTimes() {
            return new About(fitted.map(Fitted::withoutTimes), views, calibration, baseline, plan, notes);
        }

        public About withViews(Views scales) {
            return new About(fitted, Optional.of(scales), calibration, baseline, plan, notes);
        }

        public About withCalibration(Calibration scores) {
            return new About(fitted, views, Optional.of(scores), baseline, plan, notes);
        }

        public About withBaseline(Baseline rows) {
            return new About(fitted, views, calibration, Optional.of(rows), plan, notes);
        }

        public About withNotes(Map<String, String> texts) {
            return new About(fitted, views, calibration, baseline, plan, Map.copyOf(texts));
        }
    }

    /**
     * A density.
     *
     * @param model whose parameters nobody changes from now on
     * @param schema of its rows, with the columns that it leaves out
     */
    public TableDensity(Model model, Scoring scoring, Schema schema, About about) {
        this.model = model;
        this.scoring = scoring;
        this.schema = schema;
        this.relations = Relations.of(schema);
        this.about = about;
        this.neverNegative = neverNegative(schema.modelled(), about);
        Engine engine = Engines.vector(1);
        this.evaluators = new Pool<>(() -> Evaluator.ofScores(model, engine, scoring.samples(), scoring.seed()));
        this.patient = new Pool<>(() -> Evaluator.ofScores(
                model, engine, Math.multiplyExact(AnswerDefaults.MORE_SAMPLES, scoring.samples()), scoring.seed()));
        this.samplers = new Pool<>(() -> sampler(engine));
        this.imputers = new Pool<>(() -> new Imputer(model, engine));
    }

    /** The columns of numbers that are negative in no training row; dates count from a day that means nothing, and others may have their own bounds. */
    private static boolean[] neverNegative(Schema modelled, About about) {
        boolean[] never = new boolean[modelled.columns().size()];
        for (int j = 0; j < never.length; j++) {
            Column c = modelled.columns().get(j);
            int column = j;
            boolean isNumber = modelled.hasBoundsOfRows(c);
            double least = about.calibration
                    .map(r -> r.low(column))
                    .or(() -> about.baseline.map(b -> b.least(c.name()).orElse(Double.NaN)))
                    .orElse(Double.NaN);
            never[j] = isNumber && least >= 0;
        }
        return never;
    }

    public Model model() {
        return model;
    }

    public Schema schema() {
        return schema;
    }

    public Relations relations() {
        return relations;
    }

    public About about() {
        return about;
    }

    /** The file of the density. */
    public ModelFile file() {
        return new ModelFile(
                model, columns(), TableFile.notes(schema, about), scoring, about.fitted, about.calibration);
    }

    public Baseline requireBaseline() {
        return about.baseline.orElseThrow(
                () -> new IllegalArgumentException("drift: the model must have a baseline but has none; take"
                        + " one with TableModel.withBaseline(table)"));
    }

    public List<String> columns() {
        return schema.modelled().names();
    }

    /** The columns x of p(y | x). */
    public List<String> given() {
        return columns().subList(model.features(), columns().size());
    }

    /** The same density with other facts about it. */
    public TableDensity with(About facts) {
        return new TableDensity(model, scoring, schema, facts);
    }

    public double logProb(double[] row) {
        require(row);
        if (isBeyondFloat(row)) {
            return Double.NEGATIVE_INFINITY;
        }
        // a lambda would allocate
        Evaluator e = evaluators.take();
        try {
            return e.score(row);
        } finally {
            evaluators.giveBack(e);
        }
    }

    public ImportanceEstimate estimate(double[] row) {
        require(row);
        return isBeyondFloat(row) ? ImportanceEstimate.of() : evaluators.with(e -> e.estimate(row));
    }

    /** Whether float32 has no number for a finite cell, and so none for the density; an infinite cell is an error. */
    private static boolean isBeyondFloat(double[] row) {
        boolean isBeyond = false;
        for (double x : row) {
            if (Double.isInfinite(x)) {
                return false;
            }
            isBeyond |= Float.isInfinite((float) x);
        }
        return isBeyond;
    }

    /** The estimate of a row, by {@value AnswerDefaults#MORE_SAMPLES} times as many samples if it has too few effective ones. */
    public ImportanceEstimate marginal(Map<String, ?> known) {
        double[] row = partial(known);
        ImportanceEstimate e = estimate(row);
        return e.isKnown() ? e : patient.with(p -> p.estimate(row));
    }

    public ImportanceEstimate conditional(Map<String, ?> columns, Map<String, ?> given) {
        Map<String, Object> both = new HashMap<>(columns);
        given.forEach((name, value) -> {
            if (both.put(name, value) != null) {
                throw new IllegalArgumentException("TableModel.conditional: a column is asked for or given, but \""
                        + name + "\" is both; leave it out of one");
            }
        });
        Conditional asked = new Conditional(model, partial(both), partial(given));
        require(asked.both());
        require(asked.given());
        Conditional.Answer quick = evaluators.with(asked::by);
        return (quick.isSure() ? quick : patient.with(asked::by)).estimate();
    }

    public double[] logProb(Rows rows) {
        return evaluators.with(e -> e.threads(threads(rows)).scores(rows));
    }

    /** Rows of float32 only can be a batch. Otherwise rows are scored one by one, with the same bits. */
    public double[] logProb(double[][] rows) {
        return isBatch(rows)
                ? logProb(Rows.withGaps(rows))
                : Arrays.stream(rows).mapToDouble(this::logProb).toArray();
    }

    /** The estimate of each row, with the bits of {@link #estimate(double[])}. */
    public ImportanceEstimate[] estimates(double[][] rows) {
        if (!isBatch(rows)) {
            return Arrays.stream(rows).map(this::estimate).toArray(ImportanceEstimate[]::new);
        }
        Rows batch = Rows.withGaps(rows);
        return evaluators.with(e -> e.threads(threads(batch)).estimates(batch));
    }

    private boolean isBatch(double[][] rows) {
        Arrays.stream(rows).forEach(this::require);
        return rows.length > 0
                && Arrays.stream(rows).flatMapToDouble(Arrays::stream).noneMatch(x -> Float.isInfinite((float) x));
    }

    private void require(double[] row) {
        Objects.requireNonNull(row, "TableModel: a row must be an array of numbers but is null; leave it out");
        if (row.length != model.width()) {
            throw new IllegalArgumentException("a row must have " + model.width() + " numbers, " + columns()
                    + ", but has " + row.length + "; give NaN for a missing cell");
        }
        schema.require(row);
    }

    private static int threads(Rows rows) {
        int each = rows.hasMissing() ? AnswerDefaults.ROWS_WITH_GAPS_OF_A_THREAD : AnswerDefaults.ROWS_OF_A_THREAD;
        int enough = Math.ceilDiv(rows.size(), each);
        return Math.min(enough, Runtime.getRuntime().availableProcessors());
    }

    /** The mean over rows, whose noise differs so that the errors of rows average out. */
    public Mean mean(Rows rows) {
        try (Evaluator e = Evaluator.ofMeans(model, Engines.vector(1), scoring.samples(), scoring.seed())) {
            return Mean.of(e.threads(threads(rows)).scores(rows));
        }
    }

    /** A sampler of rows that the columns can have, but for the digits of {@link #drawn(double[])}. */
    public Sampler sampler(Engine engine) {
        return new Sampler(model, engine)
                .accepting(draw -> IntStream.range(0, draw.length).allMatch(j -> isPossible(j, draw[j])));
    }

    public double[][] sample(int n, Map<String, ?> given, long seed) {
        if (!given().isEmpty()) {
            double[] x = condition(given);
            return samplers.with(s -> GivenDraws.of(s.given(x).draw(n, 1, seed), x, this::drawn));
        }
        if (given.isEmpty()) {
            return sample(s -> s.draw(n, 1, seed));
        }
        int proposals =
                Math.max(AnswerDefaults.FEWEST_PROPOSALS, Math.multiplyExact(n, AnswerDefaults.PROPOSALS_OF_A_DRAW));
        return impute(partial(given), proposals, seed).draws(n, seed);
    }

    /** The numbers of the given columns of p(y | x); each must have a value. */
    private double[] condition(Map<String, ?> given) {
        if (!given.keySet().equals(Set.copyOf(given()))) {
            throw new IllegalArgumentException("TableModel.sample: a model of p(y | x) needs a value for each of "
                    + given() + ", and for no other column, but got " + given.keySet());
        }
        double[] row = partial(given);
        return Arrays.copyOfRange(row, row.length - given.size(), row.length);
    }

    public double[][] sample(Function<Sampler, Rows> draw) {
        Rows rows = samplers.with(draw);
        return drawn(IntStream.range(0, rows.size()).mapToObj(rows::copyRow).toArray(double[][]::new));
    }

    public Imputation impute(double[] row, int samples, long seed) {
        require(row);
        return possible(row, imputers.with(i -> i.impute(row, samples, seed)));
    }

    /** As {@link #impute}, of some rows at once and never by more draws. */
    List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        Arrays.stream(rows).forEach(this::require);
        List<Imputation> all = imputers.with(i -> i.imputeRoughly(rows, samples, seeds));
        return IntStream.range(0, rows.length)
                .mapToObj(i -> possible(rows[i], all.get(i)))
                .toList();
    }

    /** The draws that the missing cells of a row can have, with their digits. */
    private Imputation possible(double[] row, Imputation draws) {
        Imputation imputed = draws.where(draw -> relations.isInIntervals(row, draw)
                && IntStream.range(0, row.length).allMatch(j -> !Double.isNaN(row[j]) || isPossible(j, draw[j])));
        double[][] rows = drawn(imputed.values());
        // known cells are as they were given, which float32 may not have
        Arrays.stream(rows).forEach(draw -> Arrays.setAll(draw, j -> Double.isNaN(row[j]) ? draw[j] : row[j]));
        return imputed.with(rows);
    }

    /** The row with the expected values in its missing cells; they stay if they are not known. */
    public double[] fill(double[] row, int samples, long seed) {
        if (Arrays.stream(row).noneMatch(Double::isNaN)) {
            return row.clone();
        }
        Imputation imputed = impute(row, samples, seed);
        if (!imputed.isKnown()) {
            return row.clone();
        }
        List<Column> columns = schema.modelled().columns();
        double[] filled = drawn(IntStream.range(0, row.length)
                .mapToDouble(j -> columns.get(j).best(imputed.column(j)))
                .toArray());
        Arrays.setAll(filled, j -> Double.isNaN(row[j]) ? filled[j] : row[j]);
        return filled;
    }

    /** The values of a row, in which relations fill the gaps, then the model. */
    public Map<String, @Nullable Object> fill(Map<String, ?> row, int samples, long seed) {
        Map<String, @Nullable Object> values = new HashMap<>(row);
        columns().forEach(name -> values.putIfAbsent(name, null));
        double[] filled = relations.filled(relations.record(values), fill(schema.encode(values), samples, seed));
        Map<String, @Nullable Object> all = schema.decode(relations.row(filled));
        row.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** Whether a column can have a number: some are never negative. */
    private boolean isPossible(int j, double number) {
        return number >= 0 || !neverNegative[j];
    }

    /** The names of the columns that are negative in no training row. */
    public List<String> neverNegative() {
        return IntStream.range(0, neverNegative.length)
                .filter(j -> neverNegative[j])
                .mapToObj(columns()::get)
                .toList();
    }

    private double[][] drawn(double[][] rows) {
        Arrays.setAll(rows, i -> drawn(rows[i]));
        return rows;
    }

    /** The row nearest to a draw that the columns can have: whole numbers are whole, and numbers with exact relations have their digits. */
    public double[] drawn(double[] draw) {
        List<Column> columns = schema.modelled().columns();
        double[] row = new double[draw.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = columns.get(j).drawn(isPossible(j, draw[j]) ? draw[j] : 0);
        }
        relations.round(row);
        return row;
    }

    /** A row in which all cells but some are missing. */
    public double[] partial(Map<String, ?> known) {
        return relations.known(known);
    }

    public void warmUp() {
        evaluators.with(e -> {
            e.warmUp();
            return e;
        });
    }
}
