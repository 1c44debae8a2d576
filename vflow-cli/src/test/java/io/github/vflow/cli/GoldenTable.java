package io.github.vflow.cli;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A model of a table: its scores by each route, samples, filled cells, p-values and comparison with its baseline.
 *
 * @param name of the kind
 * @param header names of the columns
 * @param row a record of the table
 * @param trained number of rows that train the model
 * @param recipe of the training
 */
record GoldenTable(String name, String header, Function<SplittableRandom, List<String>> row, int trained, Recipe recipe)
        implements Golden {
    private static final int ROWS_KEPT = 24;
    private static final int SEED = 41;
    private static final double RATE = 0.05;
    private static final int DRAWS = 4;
    private static final int FILLS = 20;
    private static final Recipe SMALL = Recipe.standard()
            .withSteps(40)
            .withBatch(64)
            .withNoise(0.0)
            .withCalibration(0)
            .withFillSteps(20)
            .withSamples(5);

    private static RowSpec spec(int features, int augment) {
        return RowSpec.of(features, augment, 2).withConditioner(List.of(8), Activation.RELU);
    }

    /** The parts that a table gets without a word, in small: a whitened flow of mixture couplings, broad components, and missing cells. */
    private static RowSpec usual(int features) {
        RowSpec flow = spec(features, 0).withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE, 3));
        return flow.withSteps(flow.steps().withWhitening(true))
                .withDefensive(DefensiveSpec.standard().withShares(0.05, 0.01))
                .withFill(new RowSpec.Fill(2, new MlpSpec(List.of(8), Activation.SILU), 3));
    }

    static GoldenTable flow() {
        return new GoldenTable("flow", "a,b,c", GoldenTable::real, 300, SMALL.withArchitecture(spec(3, 0)));
    }

    static GoldenTable augmented() {
        return new GoldenTable("vflow", "a,b,c", GoldenTable::real, 300, SMALL.withArchitecture(spec(3, 2)));
    }

    static GoldenTable mixture() {
        Recipe members = SMALL.withNoise(0.0, 0.15, 0.3);
        return new GoldenTable("mixture", "a,b,c", GoldenTable::real, 400, members.withArchitecture(usual(3)));
    }

    static GoldenTable gaps() {
        return new GoldenTable("gaps", "a,b,c", GoldenTable::gaps, 400, SMALL.withArchitecture(usual(3)));
    }

    static GoldenTable typed() {
        Recipe members = SMALL.withNoise(0.0, 0.2);
        return new GoldenTable(
                "typed",
                "kind,count,steps,net,gross,unit",
                GoldenTable::typed,
                400,
                members.withCalibration(0.2).withArchitecture(usual(4)));
    }

    static GoldenTable given() {
        return new GoldenTable(
                "given",
                "a,b,c",
                GoldenTable::real,
                300,
                SMALL.given("c").withArchitecture(spec(2, 0).withGiven(1)));
    }

    static GoldenTable calibrated() {
        Recipe members = SMALL.withNoise(0.0, 0.2);
        return new GoldenTable(
                "calibration",
                "a,b,c",
                GoldenTable::real,
                400,
                members.withCalibration(0.3).withArchitecture(spec(3, 0)));
    }

    private static List<String> real(SplittableRandom random) {
        double x = random.nextGaussian();
        double y = 2 * x + 0.5 * random.nextGaussian();
        return Stream.of(x, y, x * x + 0.3 * random.nextGaussian())
                .map(cell -> String.format(Locale.ROOT, "%.4f", cell))
                .toList();
    }

    private static List<String> gaps(SplittableRandom random) {
        return real(random).stream()
                .map(cell -> random.nextInt(8) == 0 ? "" : cell)
                .toList();
    }

    /** A label, few and many whole numbers, two prices of which one determines the other, and a constant. */
    private static List<String> typed(SplittableRandom random) {
        int kind = random.nextInt(3);
        double net = Math.rint(100 * (10 + 5 * kind + random.nextGaussian())) / 100;
        return List.of(
                random.nextInt(20) == 0 ? "" : List.of("ash", "elm", "oak").get(kind),
                Integer.toString(kind + random.nextInt(4)),
                Integer.toString(100 + (int) (40 * net) / 10 + random.nextInt(9)),
                Double.toString(net),
                Double.toString(2 * net + 1),
                "cm");
    }

    /** A table of so many records. */
    List<String> csv(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < rows; i++) {
            lines.add(String.join(",", row.apply(random)));
        }
        return lines;
    }

    /** The table that trains the model. */
    Table table() throws IOException {
        Path file = Files.createTempFile("golden", ".csv");
        try {
            return Table.read(Files.write(file, csv(trained, SEED)));
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void write(Path folder) throws IOException {
        TableModel.fit(table(), recipe).withoutTimes().save(folder.resolve(MODEL));
        Files.write(folder.resolve(ROWS), csv(ROWS_KEPT, SEED + 1));
    }

    @Override
    public SortedMap<String, double[]> answers(Path folder, int threads) throws IOException {
        Path file = folder.resolve(MODEL);
        TableModel model = TableModel.load(file);
        Scoring scoring = ModelFile.load(file).scoring();
        SortedMap<String, double[]> answers = new TreeMap<>();
        try (RecordScorer scorer = RecordScorer.of(model).withEngine(Engines.vector(threads), threads, scoring)) {
            answers.put("log p by an engine", scores(scorer, folder.resolve(ROWS)));
        }
        try (RecordScorer scorer = RecordScorer.of(model)) {
            answers.put("log p by the model", scores(scorer, folder.resolve(ROWS)));
        }
        answers.put("samples", samples(model));
        if (model.given().isEmpty()) {
            answers.putAll(questions(model, Table.read(folder.resolve(ROWS), model.schema())));
        }
        return answers;
    }

    private static double[] samples(TableModel model) {
        return flat(
                model.given().isEmpty()
                        ? model.sample(DRAWS, SEED)
                        : model.sample(DRAWS, Map.of(model.given().getFirst(), 1.5), SEED));
    }

    /** About a density of whole rows. */
    private static Map<String, double[]> questions(TableModel model, Table rows) {
        Map<String, double[]> answers = new TreeMap<>();
        answers.put(
                "comparison",
                model.compare(rows).columns().stream()
                        .flatMapToDouble(c -> DoubleStream.of(c.statistic(), c.pValue()))
                        .toArray());
        double[][] cells = new double[rows.size()][];
        Arrays.setAll(cells, i -> rows.rows().copyRow(i));
        if (model.calibration().isPresent()) {
            List<Verdict> verdicts = model.alarm(RATE).judge(cells);
            answers.put(
                    "alarm scores",
                    verdicts.stream().mapToDouble(Verdict::score).toArray());
            answers.put(
                    "p-values", verdicts.stream().mapToDouble(Verdict::pValue).toArray());
        }
        if (model.takesMissingCells()) {
            cells[0][0] = Double.NaN;
            answers.put("filled cells", model.impute(cells[0], FILLS, SEED).mean());
        }
        return answers;
    }

    private static double[] scores(RecordScorer scorer, Path rows) throws IOException {
        List<RecordScorer.Judged> judged = new ArrayList<>();
        try (RecordReader reader = scorer.open(CsvSource.of(rows), ReadOptions.standard())) {
            for (List<RecordReader.Entry> block = reader.next(); !block.isEmpty(); block = reader.next()) {
                judged.addAll(scorer.score(block));
            }
        }
        return judged.stream().mapToDouble(r -> r.logProb().orElse(Double.NaN)).toArray();
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
