package io.github.vflow.table;

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
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The density of rows under a schema, with what its file says of it. Its parameters never change; any number of threads may use it. */
final class TableDensity {
    /** The note of a file that holds the schema as JSON. */
    private static final String SCHEMA = "schema";

    private final Model model;
    private final Scoring scoring;
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
     * @param calibration the scores that alarms compare, of rows that did not train it; empty if there are none
     * @param baseline of the rows of its table; empty if its file does not say
     * @param notes for people
     */
    record About(
            Optional<Fitted> fitted,
            Optional<Calibration> calibration,
            Optional<Baseline> baseline,
            Map<String, String> notes) {
        static About nothing() {
            return new About(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        }

        About withFitted(Optional<Fitted> training) {
            return new About(training, calibration, baseline, notes);
        }

        About withCalibration(Calibration scores) {
            return new About(fitted, Optional.of(scores), baseline, notes);
        }

        About withBaseline(Baseline rows) {
            return new About(fitted, calibration, Optional.of(rows), notes);
        }

        About withNotes(Map<String, String> texts) {
            return new About(fitted, calibration, baseline, Map.copyOf(texts));
        }
    }

    /**
     * A density.
     *
     * @param model whose parameters nobody changes from now on
     * @param schema of its rows, with the columns that it leaves out
     */
    TableDensity(Model model, Scoring scoring, Schema schema, About about) {
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
        this.samplers = new Pool<>(() -> new Sampler(model, engine).accepting(this::isPossible));
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

    /**
     * The density of a file.
     *
     * @param origin of the file, for messages
     * @throws FileFormatException if it is not of a table
     */
    static TableDensity of(ModelFile file, String origin) throws FileFormatException {
        if (file.model().images().isPresent()) {
            throw new FileFormatException(
                    origin + ": expected a density of a table but it is of images; use Evaluator and Sampler");
        }
        Schema schema = schema(file, origin);
        Map<String, String> notes = new HashMap<>(file.notes());
        notes.keySet().removeAll(List.of(SCHEMA, Baselines.NOTE));
        return new TableDensity(
                file.model(),
                file.scoring(),
                schema,
                new About(file.fitted(), file.calibration(), Baselines.of(file, origin, schema), Map.copyOf(notes)));
    }

    /** The columns of a file's model, with those that it leaves out; x1 … xd for a model without names. */
    private static Schema schema(ModelFile file, String origin) throws FileFormatException {
        List<String> names =
                file.columns().isEmpty() ? Table.numbered(file.model().width()) : file.columns();
        List<ColumnSpec> specs = file.model().spec().orElseThrow().kinds();
        Schema stored = Schema.of(names, specs);
        String json = file.notes().get(SCHEMA);
        if (json == null) {
            return stored;
        }
        Schema schema;
        try {
            schema = Schema.ofJson(json);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(origin + ": its schema is damaged: " + e.getMessage() + "; train again", e);
        }
        if (!specified(schema).equals(stored.columns())) {
            throw new FileFormatException(origin + ": its schema must have the columns of the model, " + stored.names()
                    + ", but models " + schema.modelled().names() + "; train again");
        }
        return schema;
    }

    /** The modelled columns as a model stores them. */
    private static List<Column> specified(Schema schema) {
        return schema.modelled().columns().stream()
                .map(c -> c instanceof Column.Category k ? new Column.Category(k.name(), k.kind()) : c)
                .toList();
    }

    ModelFile toFile() {
        Map<String, String> notes = new HashMap<>(about.notes);
        notes.put(SCHEMA, schema.toJson());
        about.baseline.ifPresent(b -> notes.put(Baselines.NOTE, b.toJson()));
        return new ModelFile(model, columns(), notes, scoring, about.fitted, about.calibration);
    }

    Model model() {
        return model;
    }

    Schema schema() {
        return schema;
    }

    Relations relations() {
        return relations;
    }

    About about() {
        return about;
    }

    List<String> columns() {
        return schema.modelled().names();
    }

    /** The same density with other facts about it. */
    TableDensity with(About facts) {
        return new TableDensity(model, scoring, schema, facts);
    }

    /** The densities whose mean ln p alarms compare: {@link Mixtures#ranking}. */
    List<TableDensity> ranking() {
        return Mixtures.ranking(model).stream()
                .map(m -> m == model ? this : new TableDensity(m, scoring, schema, about))
                .toList();
    }

    double logProb(double[] row) {
        require(row);
        // a lambda would allocate
        Evaluator e = evaluators.take();
        try {
            return e.score(row);
        } finally {
            evaluators.giveBack(e);
        }
    }

    ImportanceEstimate estimate(double[] row) {
        require(row);
        return evaluators.with(e -> e.estimate(row));
    }

    /**
     * The estimates of rows that are compared: of all by {@value AnswerDefaults#MORE_SAMPLES} times as many samples if one has too few effective
     * ones.
     */
    List<ImportanceEstimate> marginals(double[]... rows) {
        List<ImportanceEstimate> all = Arrays.stream(rows).map(this::estimate).toList();
        return all.stream().allMatch(ImportanceEstimate::isKnown)
                ? all
                : patient.with(e -> Arrays.stream(rows).map(e::estimate).toList());
    }

    double[] logProb(Rows rows) {
        return evaluators.with(e -> e.threads(threads(rows)).scores(rows));
    }

    /** Rows of float32 only can be a batch. Otherwise rows are scored one by one, with the same bits. */
    double[] logProb(double[][] rows) {
        return isBatch(rows)
                ? logProb(Rows.withGaps(flat(rows), model.width()))
                : Arrays.stream(rows).mapToDouble(this::logProb).toArray();
    }

    /** The estimate of each row, with the bits of {@link #estimate(double[])}. */
    ImportanceEstimate[] estimates(double[][] rows) {
        if (!isBatch(rows)) {
            return Arrays.stream(rows).map(this::estimate).toArray(ImportanceEstimate[]::new);
        }
        Rows batch = Rows.withGaps(flat(rows), model.width());
        return evaluators.with(e -> e.threads(threads(batch)).estimates(batch));
    }

    private boolean isBatch(double[][] rows) {
        Arrays.stream(rows).forEach(this::require);
        boolean fit = Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .allMatch(x -> Double.isNaN(x) || Float.isFinite((float) x));
        return fit && rows.length > 0;
    }

    private void require(double[] row) {
        if (row.length != model.width()) {
            throw new IllegalArgumentException("a row must have " + model.width() + " numbers, " + columns()
                    + ", but has " + row.length + "; give NaN for a missing cell");
        }
        schema.require(row);
    }

    private double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static int threads(Rows rows) {
        int enough = Math.ceilDiv(rows.size(), AnswerDefaults.ROWS_OF_A_THREAD);
        return Math.min(enough, Runtime.getRuntime().availableProcessors());
    }

    /** The mean over rows, whose noise differs so that the errors of rows average out. */
    Mean mean(Rows rows) {
        try (Evaluator e = Evaluator.ofMeans(model, Engines.vector(1), scoring.samples(), scoring.seed())) {
            return Mean.of(e.threads(threads(rows)).scores(rows));
        }
    }

    double[][] sample(Function<Sampler, Rows> draw) {
        Rows rows = samplers.with(draw);
        double[][] table = new double[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            table[i] = rows.copyRow(i);
        }
        return drawn(table);
    }

    Imputation impute(double[] row, int samples, long seed) {
        require(row);
        Imputation imputed = imputers.with(i -> i.impute(row, samples, seed))
                .where(draw ->
                        IntStream.range(0, row.length).allMatch(j -> !Double.isNaN(row[j]) || isPossible(j, draw[j])));
        return imputed.with(drawn(imputed.values()));
    }

    /** Whether the numbers of a draw are what the columns can be: those of columns that are negative in no training row are not. */
    boolean isPossible(double[] draw) {
        return IntStream.range(0, draw.length).allMatch(j -> isPossible(j, draw[j]));
    }

    private boolean isPossible(int j, double number) {
        return number >= 0 || !neverNegative[j];
    }

    /** The names of the columns that are negative in no training row. */
    List<String> neverNegative() {
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
    double[] drawn(double[] draw) {
        List<Column> columns = schema.modelled().columns();
        double[] row = new double[draw.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = columns.get(j).drawn(isPossible(j, draw[j]) ? draw[j] : 0);
        }
        relations.round(row);
        return row;
    }

    /** A row in which all cells but some are missing. */
    double[] partial(Map<String, ?> known) {
        return relations.known(known);
    }

    /**
     * The rows of a table in the order of the model.
     *
     * @param whose method, for messages
     * @throws IllegalArgumentException if the table has not the columns of the model
     */
    Rows rows(String whose, Table given) {
        List<String> derived = given.schema().columns().stream()
                .filter(c -> c instanceof Column.Derived && columns().contains(c.name()))
                .map(Column::name)
                .toList();
        Table plain = given.withModelled(derived);
        Table table = plain.with(schema.moments().stream()
                .filter(m -> plain.columns().contains(m.column()))
                .toList());
        Schema other = table.schema();
        Set<String> more = new HashSet<>(table.columns());
        columns().forEach(more::remove);
        if (!table.columns().containsAll(columns()) || !schema.names().containsAll(more)) {
            throw new IllegalArgumentException(whose + ": expected the columns " + columns() + " but the table has "
                    + table.columns() + "; give the columns of the model");
        }
        for (Column c : schema.columns()) {
            if (other.names().contains(c.name()) && !isSame(c, other.column(c.name()))) {
                throw new IllegalArgumentException(whose + ": expected " + c + " but the table has "
                        + other.column(c.name()) + "; give the table the schema of the model");
            }
        }
        return table.columns().equals(columns())
                ? table.rows()
                : table.select(columns()).rows();
    }

    /** A constant must be the same where it is there; whole numbers are real ones, too. */
    private static boolean isSame(Column expected, Column c) {
        boolean isLeftOut = !expected.isModelled() && !(expected instanceof Column.Constant);
        boolean areNumbers = expected instanceof Column.Real && c instanceof Column.Whole;
        Column plain = expected.withAtom(OptionalDouble.empty());
        return isLeftOut || areNumbers || plain.equals(c.withAtom(OptionalDouble.empty()));
    }

    void warmUp() {
        evaluators.with(e -> {
            e.warmUp();
            return e;
        });
    }
}
