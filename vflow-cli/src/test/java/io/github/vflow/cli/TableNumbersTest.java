package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.TableFile;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers that commands print about a table are computed in another way: from the cells of the file, from logs, by quadrature. See {@link PrintedNumbers}. */
final class TableNumbersTest {
    private static final int ROWS = 300;
    private static final int STEPS = 40;
    private static final int PRESS = 1;
    private static final int KIND = 2;
    private static final int COUNT = 3;
    private static final int SCORED_DRAWS = 48;

    /** Effective draws of a usual row, and of an odd one, of which few agree with the other cells. */
    private static final double MANY_DRAWS = 64;

    private static final double FEW_DRAWS = 16;

    /** A twentieth of the draws is not that far out. */
    private static final double RAREST = 0.002;

    private static final List<String> LABELS = List.of("ash", "elm", "oak");

    @TempDir
    static Path dir;

    private static Path table = Path.of("t");
    private static Path other = Path.of("o");
    private static Path file = Path.of("m");
    private static JsonNode trained = JsonNode.of("{}");
    private static double wallSeconds;

    @BeforeAll
    static void train() throws IOException {
        table = write("t.csv", 1);
        other = write("o.csv", 2);
        file = dir.resolve("m.safetensors");
        long start = System.nanoTime();
        trained = EditedPlan.of(
                        dir.resolve("p.json"),
                        table,
                        "--flow-steps",
                        1,
                        "--hidden",
                        6,
                        "--noise",
                        0,
                        "--calibration",
                        0.3,
                        "--steps",
                        STEPS,
                        "--seed",
                        3)
                .evaluated(10, 7)
                .train(table, "--out", file, "--json")
                .ok()
                .json();
        wallSeconds = 1e-9 * (System.nanoTime() - start);
    }

    /** Temperature and pressure that belong together, pressures with gaps, a kind and a count that the kind decides; one row is far out. */
    private static Path write(String name, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("temp,press,kind,count\n");
        for (int i = 0; i < ROWS; i++) {
            double t = 20 + 3 * random.nextGaussian();
            int kind = random.nextInt(3);
            String press = i % 17 == 3
                    ? ""
                    : "%.2f".formatted(1000 + 2 * t + random.nextGaussian() + (i == 7 && seed == 2 ? 20 : 0));
            text.append(String.format(
                    Locale.ROOT, "%.3f,%s,%s,%d%n", t, press, LABELS.get(kind), kind + random.nextInt(5)));
        }
        return Files.writeString(dir.resolve(name), text);
    }

    private static List<String[]> cells(Path csv) throws IOException {
        return Files.readAllLines(csv).stream()
                .skip(1)
                .map(l -> l.split(",", -1))
                .toList();
    }

    private static double[] column(Path csv, String name) throws IOException {
        int at = List.of(Files.readAllLines(csv).getFirst().split(",", -1)).indexOf(name);
        return cells(csv).stream()
                .map(c -> c[at])
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double mean(double... values) {
        return DoubleStream.of(values).sum() / values.length;
    }

    private static double errorOfMean(double... values) {
        double mean = mean(values);
        double squares = DoubleStream.of(values).map(v -> v * v).sum() / values.length - mean * mean;
        return Math.sqrt(squares / (values.length - 1));
    }

    @Test
    void training() throws IOException {
        ModelFile stored = ModelFile.load(file);
        List<Trainer.Progress> history = stored.fitted().orElseThrow().history();
        assertEquals(
                stored.model().parameters().values().length,
                trained.path("parameters").intValue());
        assertEquals(1, trained.path("models").intValue());
        assertEquals(STEPS, trained.path("steps").intValue());
        assertEquals(STEPS, trained.path("planned_steps").intValue());
        assertEquals(7, trained.path("patience").intValue());
        assertEquals(3, trained.path("seed").intValue());
        double seconds = trained.path("seconds").doubleValue();
        assertTrue(seconds > 0 && seconds < wallSeconds, seconds + " of " + wallSeconds);
        assertEquals(1e6 * seconds / STEPS, trained.path("micros_per_step").doubleValue(), 1e-3);
        assertEquals(
                List.of(10L, 20L, 30L, 40L),
                history.stream().map(Trainer.Progress::step).toList());
        Trainer.Progress best = history.stream()
                .max(Comparator.comparingDouble(Trainer.Progress::validationBound))
                .orElseThrow();
        assertEquals(best.validationBound(), trained.path("validation_elbo").doubleValue());
        assertEquals(best.step(), trained.path("best_step").intValue());
        assertEquals(
                history.getLast().trainBound(), trained.path("training_elbo").doubleValue());
        double least = TableModel.load(file).compareSamples(1_000, 1).columns().stream()
                .mapToDouble(Comparison.Column::adjusted)
                .min()
                .orElseThrow();
        assertEquals(least, trained.path("worst_column_p").doubleValue());
    }

    @Test
    void schema() throws IOException {
        JsonNode json = Run.vflow("schema", table, "--json").ok().json();
        assertEquals(ROWS, json.path("rows").intValue());
        assertEquals(0, json.path("problems").intValue());
        List<String[]> cells = cells(table);
        for (int j = 0; j < 4; j++) {
            int at = j;
            List<String> known =
                    cells.stream().map(c -> c[at]).filter(c -> !c.isEmpty()).toList();
            JsonNode column = json.path("columns").get(j);
            assertEquals(new HashSet<>(known).size(), column.path("distinct").intValue());
            assertEquals(ROWS - known.size(), column.path("missing").intValue());
            if (j != KIND) {
                int decimals = known.getFirst().length() - (known.getFirst() + ".").indexOf('.') - (j == COUNT ? 0 : 1);
                JsonNode notation = json.path("schema").get(j).path("notation");
                assertEquals(decimals, notation.path("fewest").intValue());
                assertEquals(decimals, notation.path("most").intValue());
            }
        }
        JsonNode finding = json.path("findings").get(0);
        assertEquals(PRESS + 1, finding.path("position").intValue());
        assertEquals(
                IntStream.range(0, ROWS)
                        .filter(i -> cells.get(i)[PRESS].isEmpty())
                        .count(),
                finding.path("count").intValue());
        assertEquals(3 + 2, finding.path("line").intValue(), "the first is row 4 under a header");
    }

    @Test
    void score() throws IOException {
        Path out = dir.resolve("s.csv");
        JsonNode json = Run.vflow("score", file, other, "--alarms", 0.05, "--out", out, "--json")
                .ok()
                .json();
        double[] logs = column(out, "log_prob");
        double[] scores = column(out, "alarm_score");
        assertEquals(ROWS, json.path("rows").intValue());
        assertEquals(ROWS, json.path("scored").intValue());
        assertEquals(0, json.path("not_finite").intValue());
        assertEquals(mean(logs), json.path("mean").doubleValue(), 1e-9);
        assertEquals(errorOfMean(logs), json.path("standard_error").doubleValue(), 1e-9);
        double[] calibration = ModelFile.load(file).calibration().orElseThrow().scores();
        double[] p = column(out, "p_value");
        for (int i = 0; i < ROWS; i++) {
            double s = scores[i];
            assertEquals(
                    (1.0 + DoubleStream.of(calibration).filter(c -> c <= s).count()) / (1 + calibration.length),
                    p[i],
                    1e-12);
        }
        long alarms = DoubleStream.of(p).filter(x -> x <= 0.05).count();
        assertEquals(alarms, json.path("alarms").intValue());
        assertEquals(
                alarms, cells(out).stream().filter(c -> c[7].equals("true")).count());
        int worst = IntStream.range(0, ROWS)
                .boxed()
                .min(Comparator.comparingDouble(i -> scores[i]))
                .orElseThrow();
        assertEquals(7, worst, "the row that is far out");
        assertEquals(worst + 2, json.path("worst").intValue(), "its line, under a header");
        assertEquals(scores[worst], json.path("alarm_score").doubleValue());
        double complete = TableModel.load(file)
                .logProb(TableModel.load(file)
                        .schema()
                        .encode(java.util.Map.of(
                                "temp",
                                cells(other).get(7)[0],
                                "press",
                                cells(other).get(7)[1],
                                "kind",
                                cells(other).get(7)[2],
                                "count",
                                cells(other).get(7)[3])));
        assertEquals(complete, logs[7], 1e-12, "the model is exact");
    }

    @Test
    void evaluate() throws IOException {
        Path complete = complete();
        JsonNode json = Run.vflow("evaluate", file, complete, "--json").ok().json();
        Path out = dir.resolve("e.csv");
        Run.vflow("score", file, complete, "--out", out).ok();
        double[] logs = column(out, "log_prob");
        assertEquals(logs.length, json.path("rows").intValue());
        for (String mean : List.of("log_likelihood", "elbo")) {
            assertEquals(mean(logs), json.path(mean).doubleValue(), 1e-6);
            assertEquals(errorOfMean(logs), json.path(mean + "_standard_error").doubleValue(), 1e-6);
        }
        assertEquals(1, json.path("samples").intValue());
        assertEquals(1, json.path("effective_sample_size").doubleValue());
        assertEquals(0, json.path("rows_not_known").intValue());
    }

    private static Path complete() throws IOException {
        return Files.write(
                dir.resolve("complete.csv"),
                Files.readAllLines(other).stream()
                        .filter(l -> !l.contains(",,"))
                        .toList());
    }

    @Test
    void calibrate() throws IOException {
        Path out = dir.resolve("c.safetensors");
        Path complete = complete();
        JsonNode json = Run.vflow("calibrate", file, complete, "--out", out, "--json")
                .ok()
                .json();
        Path scored = dir.resolve("cs.csv");
        Run.vflow("score", out, complete, "--alarms", 0.5, "--out", scored).ok();
        double[] logs = DoubleStream.of(column(scored, "alarm_score")).sorted().toArray();
        int n = logs.length;
        assertEquals(n, json.path("rows").intValue());
        assertEquals((logs[(n - 1) / 2] + logs[n / 2]) / 2, json.path("median").doubleValue(), 0.02, "a middle score");
        assertTrue(json.path("median").doubleValue() >= logs[(n - 1) / 2]
                && json.path("median").doubleValue() <= logs[n / 2]);
        assertEquals(1 / (n + 1.0), json.path("least_rate").doubleValue(), 1e-12);
    }

    @Test
    void impute() throws IOException {
        Path gaps = dir.resolve("gaps.csv");
        List<String> lines = Files.readAllLines(other);
        lines.set(2, "plum," + "1,yew,3");
        Files.write(gaps, lines.subList(0, 40));
        JsonNode json = Run.vflow("impute", file, gaps, "--draws", 3, "--out", dir.resolve("i.csv"), "--json")
                .json();
        List<String[]> cells = cells(gaps);
        assertEquals(39, json.path("rows").intValue());
        assertEquals(3, json.path("draws").intValue());
        assertEquals(
                cells.stream().filter(c -> c[PRESS].isEmpty()).count(),
                json.path("cells").intValue());
    }

    @Test
    void sample() throws IOException {
        Path out = dir.resolve("x.csv");
        JsonNode json = Run.vflow(
                        "sample", file, "--rows", 7, "--temperature", 0.5, "--seed", 9, "--out", out, "--json")
                .ok()
                .json();
        assertEquals(cells(out).size(), json.path("rows").intValue());
        assertEquals(7, json.path("rows").intValue());
        assertEquals(0.5, json.path("temperature").doubleValue());
        assertEquals(9, json.path("seed").intValue());
    }

    @Test
    void info() throws IOException {
        JsonNode json = Run.vflow("info", file, "--json").ok().json();
        ModelFile stored = ModelFile.load(file);
        TableModel model = TableModel.load(file);
        assertEquals(90, json.path("calibration_rows").intValue(), "three of ten rows");
        assertEquals(0, json.path("calibration_folds").intValue());
        Fitted.Alone alone = stored.fitted().orElseThrow().alone().getFirst();
        JsonNode printed = json.path("held_out_alone").get(0);
        assertEquals(alone.flow(), printed.path("flow").doubleValue());
        assertEquals(alone.normals(), printed.path("normals").doubleValue());
        assertEquals(alone.student(), printed.path("student").doubleValue());
        int all = stored.model().parameters().values().length;
        assertEquals(all, json.path("parameters").intValue());
        JsonNode parts = json.path("parts");
        int outer = parts.names().stream()
                .filter(n -> !n.contains("."))
                .mapToInt(n -> parts.path(n).intValue())
                .sum();
        assertEquals(all, outer, parts.toString());
        assertEquals(1, json.path("samples").intValue(), "of an exact model");
        assertEquals(
                model.plan().orElseThrow(), TablePlan.ofJson(json.path("plan").toString()));
        assertEquals(model.schema().toJson(), json.path("schema").toString());
        JsonNode moments = json.path("spec").path("columns").path("moments");
        double[] temp = trainingRows("temp");
        assertEquals(mean(temp), moments.path("mean").get(0).doubleValue(), 1e-5);
        String time = Run.vflow("info", file, "--time", "--json")
                .ok()
                .json()
                .path("verdict")
                .stringValue();
        assertTrue(
                time.matches("a verdict takes \\S+ ms; with a missing cell takes \\S+ ms by 100 importance samples"),
                time);
        assertTrue(Run.vflow("info", "--features", 2, "--time").failure(2).contains("--time is for models of tables"));
    }

    /** The numbers of a column in the rows that train, as {@code vflow plan --parts} names them. */
    private static double[] trainingRows(String name) throws IOException {
        Path parts = dir.resolve("parts.csv");
        Run.vflow(
                        "plan",
                        table,
                        "--noise",
                        0,
                        "--calibration",
                        0.3,
                        "--seed",
                        3,
                        "--out",
                        dir.resolve("p.json"),
                        "--parts",
                        parts)
                .ok();
        List<String[]> part = cells(parts);
        double[] all = column(table, name);
        return IntStream.range(0, ROWS)
                .filter(i -> part.get(i)[1].equals("train"))
                .mapToDouble(i -> all[i])
                .toArray();
    }

    @Test
    void drift() throws IOException {
        JsonNode json = Run.vflow("drift", file, other, "--rate", 2, "--level", 0.01, "--json")
                .json();
        TableModel model = TableModel.load(file);
        assertEquals(ROWS, json.path("rows").intValue());
        assertEquals(ROWS, json.path("baseline").path("rows").intValue());
        assertEquals(90, json.path("baseline").path("scores").intValue(), "calibration rows, which did not train");
        assertEquals(0.01, json.path("level").doubleValue());
        JsonNode monitor = json.path("monitor");
        assertEquals(ROWS, monitor.path("rows").intValue());
        assertEquals(2, monitor.path("rate").doubleValue());
        assertEquals(1e6 / 2, monitor.path("limit").doubleValue());
        JsonNode columns = json.path("columns");
        double[] ps = IntStream.range(0, columns.size())
                .mapToDouble(j -> columns.get(j).path("file").path("p_value").doubleValue())
                .toArray();
        for (int j = 0; j < columns.size(); j++) {
            JsonNode test = columns.get(j).path("file");
            double p = ps[j];
            double holm = DoubleStream.of(ps)
                    .filter(q -> q <= p)
                    .map(q -> Math.min(
                            1, q * DoubleStream.of(ps).filter(r -> r >= q).count()))
                    .max()
                    .orElseThrow();
            assertEquals(holm, test.path("adjusted").doubleValue(), 1e-12);
        }
        double[] sorted = DoubleStream.of(column(table, "temp")).sorted().toArray();
        int[] tenths = IntStream.rangeClosed(1, 9).map(k -> ROWS * k / 10 - 1).toArray();
        long[] before = new long[10];
        long[] after = new long[10];
        for (double t : sorted) {
            before[(int) IntStream.of(tenths).filter(k -> sorted[k] < t).count()]++;
        }
        for (double t : column(other, "temp")) {
            after[(int) IntStream.of(tenths).filter(k -> sorted[k] < t).count()]++;
        }
        JsonNode temp = columns.get(0).path("file");
        assertEquals(pearson(before, after), temp.path("statistic").doubleValue(), 1e-9);
        JsonNode kind = columns.get(KIND).path("file");
        double statistic = pearson(labels(table), labels(other));
        assertEquals(statistic, kind.path("statistic").doubleValue(), 1e-9);
        // of three labels
        assertEquals(Math.exp(-statistic / 2), kind.path("p_value").doubleValue(), 1e-9);
        DriftMonitor api = model.driftMonitor(2);
        Table rows = Table.read(other, model.schema());
        for (int i = 0; i < ROWS; i++) {
            double[] row = rows.rows().copyRow(i);
            api.add(row, model.logProb(row));
        }
        for (int j = 0; j < columns.size(); j++) {
            DriftMonitor.Report.Column wanted = api.report().columns().get(j);
            assertEquals(
                    wanted.since(), columns.get(j).path("monitor").path("since").intValue());
            assertEquals(
                    wanted.evidence(),
                    columns.get(j).path("monitor").path("evidence").doubleValue(),
                    1e-9);
        }
    }

    /** Σ (observed − expected)²/expected over both samples. */
    private static double pearson(long[] a, long[] b) {
        double n = LongStream.of(a).sum();
        double m = LongStream.of(b).sum();
        return IntStream.range(0, a.length)
                .mapToDouble(k -> {
                    double share = (a[k] + b[k]) / (n + m);
                    return Math.pow(a[k] - n * share, 2) / (n * share) + Math.pow(b[k] - m * share, 2) / (m * share);
                })
                .sum();
    }

    private static long[] labels(Path csv) throws IOException {
        List<String[]> cells = cells(csv);
        return LABELS.stream()
                .mapToLong(label ->
                        cells.stream().filter(c -> c[KIND].equals(label)).count())
                .toArray();
    }

    @Test
    void explain() throws IOException {
        int row = 8;
        JsonNode json = Run.vflow("explain", file, other, "--row", row, "--alarms", 0.02, "--json")
                .ok()
                .json();
        TableModel model = TableModel.load(file);
        double[] encoded = Table.read(other, model.schema()).rows().copyRow(row - 1);
        double score = model.alarm(0.02).judge(encoded).score();
        double[] calibration = model.calibration().orElseThrow().scores();
        assertEquals(row, json.path("row").intValue());
        assertEquals(0.02, json.path("rate").doubleValue());
        assertEquals(score, json.path("alarm_score").doubleValue(), 1e-12);
        assertEquals(0, json.path("standard_error").doubleValue(), "of an exact model");
        assertEquals(
                (1.0 + DoubleStream.of(calibration).filter(c -> c <= score).count()) / (1 + calibration.length),
                json.path("p_value").doubleValue(),
                1e-12);
        JsonNode attribution = json.path("attribution");
        double whole = explaining(file).score(encoded).value();
        assertEquals(-whole, attribution.path("total").doubleValue(), 1e-9);
        JsonNode parts = attribution.path("parts");
        double costs =
                parts.items().mapToDouble(p -> p.path("cost").doubleValue()).sum();
        assertEquals(-whole - costs, attribution.path("rest").doubleValue(), 1e-9);
        double squares = parts.items()
                .mapToDouble(p -> Math.pow(p.path("standard_error").doubleValue(), 2))
                .sum();
        assertEquals(Math.sqrt(squares), attribution.path("standard_error").doubleValue(), 1e-12);
        check(file, model, encoded, parts.get(0), FEW_DRAWS);
        for (JsonNode p : attribution.path("others").items().toList()) {
            check(file, model, encoded, p, FEW_DRAWS);
        }
        double[] usual = Table.read(other, model.schema()).rows().copyRow(0);
        for (JsonNode p : Run.vflow("explain", file, other, "--row", 1, "--alarms", 0.02, "--json")
                .ok()
                .json()
                .path("attribution")
                .path("others")
                .items()
                .toList()) {
            check(file, model, usual, p, MANY_DRAWS);
        }
        List<String> names = Stream.concat(
                        parts.items(), attribution.path("others").items())
                .map(p -> p.path("column").stringValue())
                .sorted()
                .toList();
        assertEquals(List.of("count", "kind", "press", "temp"), names, "each column once");
    }

    /** The scores by which columns cost a row. */
    private static Scorer explaining(Path file) throws IOException {
        return AlarmScorer.of(TableFile.read(ModelFile.load(file), "a file")).explaining();
    }

    /** A part beside the sum, or the quadrature, of the conditional density. */
    private static void check(Path file, TableModel model, double[] row, JsonNode part, double draws)
            throws IOException {
        int j = model.columns().indexOf(part.path("column").stringValue());
        JsonNode expected = part.path("expected");
        double[] grid = j == KIND
                ? new double[] {0, 1, 2}
                : j == COUNT ? IntStream.range(0, 7).asDoubleStream().toArray() : grid(j);
        double[][] rows = Arrays.stream(grid)
                .mapToObj(x -> {
                    double[] changed = row.clone();
                    changed[j] = x;
                    return changed;
                })
                .toArray(double[][]::new);
        double[] logs = model.logProb(rows);
        Scorer scorer = explaining(file);
        double[] scores = Score.values(scorer.scores(rows));
        double own = scorer.score(row).value();
        double most = DoubleStream.of(logs).max().orElseThrow();
        double sum = DoubleStream.of(logs).map(l -> Math.exp(l - most)).sum();
        double[] p = DoubleStream.of(logs).map(l -> Math.exp(l - most) / sum).toArray();
        double mean =
                IntStream.range(0, p.length).mapToDouble(i -> p[i] * scores[i]).sum();
        double spread = Math.sqrt(IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * Math.pow(scores[i] - mean, 2))
                .sum());
        double cost = part.path("cost").doubleValue();
        double error = part.path("standard_error").doubleValue();
        String words = part.toString();
        if (j == KIND) {
            assertEquals(LABELS.get((int) row[j]), part.path("value").stringValue());
            assertEquals(
                    DoubleStream.of(p).max().orElseThrow(),
                    expected.path("probability").doubleValue(),
                    1e-9,
                    words);
            assertEquals(mean - own, cost, 1e-9, words);
            assertEquals(0, error, words);
            return;
        }
        assertEquals(row[j], part.path("value").doubleValue(), 1e-9);
        if (j == COUNT) { // few whole numbers are summed
            assertEquals(mean - own, cost, 1e-6, words);
            assertEquals(0, error, words);
        } else {
            assertEquals(mean - own, cost, 4 * spread / Math.sqrt(SCORED_DRAWS), words);
            double ratio = error * Math.sqrt(SCORED_DRAWS) / spread;
            assertTrue(ratio > 0.3 && ratio < 2.5, ratio + ": " + words);
        }
        assertShare(0.05, draws, grid, p, expected.path("low").doubleValue(), words);
        assertShare(0.5, draws, grid, p, expected.path("median").doubleValue(), words);
        assertShare(0.95, draws, grid, p, expected.path("high").doubleValue(), words);
    }

    private static double[] grid(int column) {
        return IntStream.range(0, 8_000)
                .mapToDouble(i -> column == PRESS ? 850 + 0.05 * i : 0.02 * i - 50)
                .toArray();
    }

    /** That a number is about a quantile of probabilities; of 128 draws it has its error. */
    private static void assertShare(
            double share, double draws, double[] at, double[] p, double quantile, String words) {
        double below = sum(at, p, x -> x < quantile - 1e-9 ? 1 : 0);
        double upTo = sum(at, p, x -> x <= quantile + 1e-9 ? 1 : 0);
        double tolerance = 4 * Math.sqrt(share * (1 - share) / draws);
        double most = Math.min(share + tolerance, 1 - RAREST);
        double least = Math.max(share - tolerance, RAREST);
        assertTrue(below <= most && upTo >= least, quantile + " is from " + below + " to " + upTo + ": " + words);
    }

    private static double sum(double[] at, double[] p, ToDoubleFunction<Double> weight) {
        return IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * weight.applyAsDouble(at[i]))
                .sum();
    }

    @Test
    void serve() {
        JsonNode json = Run.vflow(
                        "serve",
                        file,
                        "--check",
                        "--max-body",
                        3,
                        "--max-rows",
                        50,
                        "--max-time",
                        7,
                        "--max-waiting",
                        9,
                        "--alarms",
                        0.04,
                        "--json")
                .ok()
                .json();
        assertEquals(3 * (1 << 20), json.path("max_body").intValue());
        assertEquals(50, json.path("max_rows").intValue());
        assertEquals(7, json.path("max_time").intValue());
        assertEquals(9, json.path("max_waiting").intValue());
        assertEquals(0.04, json.path("models").get(0).path("rate").doubleValue());
    }

    /** The text of each command, which people read, is its JSON in words; that of info has widths of networks as well. */
    @Test
    void textsHaveTheNumbersOfJson() throws IOException {
        Path out = dir.resolve("text");
        for (List<Object> words : List.<List<Object>>of(
                List.of("schema", table),
                List.of("evaluate", file, other),
                List.of("score", file, other, "--alarms", 0.05, "--out", out),
                List.of("calibrate", file, complete(), "--out", dir.resolve("text.safetensors")),
                List.of("explain", file, other, "--row", 8, "--alarms", 0.02),
                List.of("sample", file, "--rows", 7, "--out", out),
                List.of("impute", file, other, "--draws", 3, "--out", out),
                List.of("drift", file, other))) {
            String text = Run.vflow(words.toArray()).out();
            JsonNode json = Run.vflow(
                            Stream.concat(words.stream(), Stream.of("--json")).toArray())
                    .json();
            List<Double> derived = words.contains("explain") ? shares(json.path("attribution")) : List.of();
            assertEquals(
                    List.of(),
                    TextNumbers.unknown(text.replace(dir.toString(), "…"), json, derived),
                    words + ": " + text);
        }
    }

    private static List<Double> shares(JsonNode attribution) {
        double total = attribution.path("total").doubleValue();
        return Stream.concat(
                        attribution
                                .path("parts")
                                .items()
                                .map(p -> p.path("cost").doubleValue() / total),
                        Stream.of(1.0, 0.9, attribution.path("rest").doubleValue() / total))
                .toList();
    }
}
