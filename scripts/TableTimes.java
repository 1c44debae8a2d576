import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times the vflow command on CSV tables, and says how good its densities, alarms and samples are.
 *
 * <pre>
 *   java scripts/TableTimes.java OUT.csv VFLOW[,OTHER_VFLOW] TABLE.csv... [--rows 1500] [--seed 1] [--limit 900] [--steps train,...] [--label odd] [--within 10s]
 * </pre>
 *
 * The seed splits a table: 85 % of the rows train, at most {@code --rows}, and at most 2,000 others are new. Each step runs by each vflow in its turn,
 * and is a row of OUT.csv. A step that has a row there is left out, so a stopped run goes on with its options. A command that fails, or takes more than
 * {@code --limit} seconds of processor time, is a row whose note says so; without the row, it runs again. The steps:
 *
 * <ul>
 *   <li>{@code train}: a cold training, within a time if one is given; {@code start}: a score of one row;
 *   <li>{@code score}: mean ln p of the new rows, and a standard error to either side;
 *   <li>{@code alarms}: the share of alarms at 5 % among the new rows, and its interval of 95 % (Wilson);
 *   <li>{@code sample}: columns of 1,000 samples, with gaps, whose known cells differ from those of the training rows with p below 0.1 %
 *       ({@link SampledColumns});
 *   <li>{@code independent}, {@code mixture}: the lead in ln p over a density of {@link TableRivals}, and two standard errors to
 *       either side, by the scores of {@code score} or {@code alarms};
 *   <li>left out unless {@code --steps} names them: {@code auroc}, of alarms, in percent: new rows beside at most 200 rows that {@code --label} says
 *       are odd, which do not train. The label is the last column, 0 where a row is not odd; no step sees it. And {@code gaps}, the columns whose
 *       share of gaps differs so in {@code sample --gaps}, and the distance between the distributions of gaps that come together; and {@code warm}, the
 *       median, least and most processor time of three trainings after a first one in one JVM ({@link WarmFits}).
 * </ul>
 *
 * Times are user and system time of the command, and the clock. New rows are repeated until they are 1,000; their rate is for a second of processor time,
 * without the time of a start. The files of a table stay in target/tables.
 */
final class TableTimes {
    static final String HEADER = "table,vflow,step,rows,columns,processor_s,clock_s,rows_a_second,value,low,high,note";
    private static final double TRAIN = 0.85;
    private static final int NEW = 2_000;
    private static final int SCORED = 1_000;
    private static final int ODD = 200;
    private static final double LEVEL = 1e-3;
    private static final double NORMAL = 1.96;
    private static final double LEAST_SECONDS = 0.01;
    private static final String STEPS = "train,start,score,alarms,sample,independent,mixture";
    private static final String KERNELS = "io.github.vflow.tensor.vector.*::*";
    private static final String ALL_STEPS = STEPS + ",auroc,gaps,warm";
    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Path out;
    private final List<Path> vflows;
    private final List<Path> tables;
    private final List<String> steps;
    private final int rows;
    private final long seed;
    private final long limit;
    private final String label;
    private final List<String> within;
    private final Set<String> there = new HashSet<>();

    private TableTimes(List<String> words, Map<String, String> options) throws IOException {
        out = Path.of(words.getFirst());
        vflows = Arrays.stream(words.get(1).split(",")).map(v -> Path.of(v).toAbsolutePath().normalize()).toList();
        tables = words.subList(2, words.size()).stream().map(Path::of).toList();
        rows = Integer.parseInt(options.getOrDefault("--rows", "1500"));
        seed = Long.parseLong(options.getOrDefault("--seed", "1"));
        limit = Long.parseLong(options.getOrDefault("--limit", "900"));
        label = options.getOrDefault("--label", "");
        within = Stream.of("--within").filter(options::containsKey).flatMap(o -> Stream.of(o, options.get(o))).toList();
        steps = List.of(options.getOrDefault("--steps", STEPS).split(","));
        if (Files.exists(out)) {
            Files.readAllLines(out).stream().skip(1).map(l -> l.split(",", -1)).forEach(c -> there.add(key(c[0], c[1], c[2])));
        } else {
            Files.writeString(out, HEADER + "\n");
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--") && i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else {
                words.add(args[i]);
            }
        }
        boolean areSteps = Set.of(ALL_STEPS.split(",")).containsAll(List.of(options.getOrDefault("--steps", STEPS).split(",")));
        if (words.size() < 3 || !Set.of("--rows", "--seed", "--limit", "--steps", "--label", "--within").containsAll(options.keySet()) || !areSteps) {
            System.err.println("usage: OUT.csv VFLOW[,OTHER_VFLOW] TABLE.csv... [--rows N] [--seed N] [--limit SECONDS] [--steps " + ALL_STEPS
                    + "] [--label COLUMN] [--within TIME]");
            System.exit(2);
        }
        new TableTimes(words, options).run();
    }

    /** A figure with its bounds, and words about it; NaN is left out. */
    private record Figure(double value, double low, double high, String note) {
        static Figure none() {
            return new Figure(Double.NaN, Double.NaN, Double.NaN, "");
        }
    }

    /** A command that has ended. */
    private record Ended(double processor, double clock, String fault) {}

    private void run() throws IOException, InterruptedException {
        List<String[]> left = new ArrayList<>();
        for (Path table : tables) {
            for (String step : steps) {
                for (Path vflow : vflows) {
                    if (!there.contains(key(name(table), vflow.toString(), step))) {
                        left.add(new String[] {table.toString(), vflow.toString(), step});
                    }
                }
            }
        }
        long start = System.nanoTime();
        for (int i = 0; i < left.size(); i++) {
            String[] todo = left.get(i);
            String said = step(Path.of(todo[0]), Path.of(todo[1]), todo[2]);
            double perStep = (System.nanoTime() - start) / 1e9 / (i + 1);
            System.out.printf(Locale.ROOT, "%s; %d of %d left, about %.0f min%n", said, left.size() - i - 1, left.size(),
                    perStep * (left.size() - i - 1) / 60);
        }
    }

    /** Runs a step, writes its row, and returns the row in words. */
    private String step(Path table, Path vflow, String step) throws IOException, InterruptedException {
        Path folder = folder(table);
        Ended ended = new Ended(Double.NaN, Double.NaN, "");
        Figure figure = Figure.none();
        String fault = "";
        int[] size = {0, 0, 0};
        double rate = Double.NaN;
        try {
            size = split(table, folder);
            Path own = folder.resolve(vflow.toString().replaceAll("[^A-Za-z0-9]+", "-"));
            Files.createDirectories(own);
            List<String> words = words(step, vflow, folder, own);
            if (!words.isEmpty()) {
                ended = ended(own.resolve(step), words);
                fault = ended.fault();
            }
            if (fault.isEmpty()) {
                figure = figure(step, folder, own, size[2]);
                rate = rate(table, vflow, step, ended.processor());
            }
        } catch (IOException | RuntimeException e) {
            fault = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        String note = plain(fault.isEmpty() ? figure.note() : "failed: " + fault);
        String line = Stream.of(name(table), vflow.toString(), step, "" + size[0], "" + size[1], form(ended.processor(), 2), form(ended.clock(), 2),
                        form(rate, 0), form(figure.value(), 4), form(figure.low(), 4), form(figure.high(), 4), note)
                .collect(Collectors.joining(","));
        Files.writeString(out, line + "\n", StandardOpenOption.APPEND);
        return line;
    }

    /** The command of a step; no words for a step that runs none. */
    private List<String> words(String step, Path vflow, Path folder, Path own) {
        String command = vflow.toString();
        String model = own.resolve("model.safetensors").toString();
        String train = folder.resolve("train.csv").toString();
        String judged = folder.resolve("judged.csv").toString();
        String made = own.resolve(step + ".csv").toString();
        return switch (step) {
            case "train" -> Stream.concat(Stream.of(command, "train", train, "--out", model), within.stream()).toList();
            case "start" -> List.of(command, "score", model, folder.resolve("one.csv").toString(), "--out", made);
            case "score" -> List.of(command, "score", model, judged, "--out", made);
            case "alarms" -> List.of(command, "score", model, judged, "--alarms", "0.05", "--out", made);
            case "auroc" -> List.of(command, "score", model, folder.resolve("odd.csv").toString(), "--alarms", "0.05", "--out", made);
            case "independent", "mixture" -> List.of(command, "schema", train);
            case "sample", "gaps" -> List.of(command, "sample", model, "-n", "1000", "--gaps", "--out", made);
            case "warm" ->
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector",
                        "-XX:CompileCommand=quiet", "-XX:CompileCommand=BackgroundCompilation," + KERNELS + ",false",
                        "-XX:CompileCommand=CompileThresholdScaling," + KERNELS + ",0.02", "-XX:Tier4BackEdgeThreshold=400000", "-cp",
                        vflow.resolveSibling("vflow-cli") + "/target/app/*", "scripts/WarmFits.java", train, "4");
            default -> List.of();
        };
    }

    private Figure figure(String step, Path folder, Path own, int fresh) throws IOException {
        Path scored = own.resolve(step + ".csv");
        return switch (step) {
            case "score" -> {
                double[] all = numbers(scored, "log_prob", fresh);
                double[] some = Arrays.stream(all).filter(Double::isFinite).toArray();
                double mean = Rows.mean(some);
                double error = Rows.error(some);
                String note = some.length == all.length ? "" : all.length - some.length + " rows without a finite score";
                yield new Figure(mean, mean - error, mean + error, note);
            }
            case "alarms" -> {
                List<String> all = Rows.columns(scored).get("alarm").subList(0, fresh);
                long alarms = all.stream().filter("true"::equals).count();
                double[] bounds = wilson(alarms, fresh);
                yield new Figure((double) alarms / fresh, bounds[0], bounds[1], alarms + " of " + fresh);
            }
            case "auroc" -> {
                Map<String, List<String>> all = Rows.columns(scored);
                // earlier versions write no score
                List<String> scores = all.getOrDefault("alarm_score", all.get("p_value"));
                double[] normal = Rows.numbers(scores.subList(0, fresh), Double.NEGATIVE_INFINITY);
                double[] odd = Rows.numbers(scores.subList(fresh, scores.size()), Double.NEGATIVE_INFINITY);
                yield new Figure(100 * Rows.auroc(normal, odd), Double.NaN, Double.NaN, odd.length + " odd rows");
            }
            case "sample", "gaps" -> {
                Map<String, Double> ps = SampledColumns.ps(folder.resolve("train.csv"), scored, step.equals("gaps"));
                List<String> differ = ps.entrySet().stream().filter(e -> e.getValue() < LEVEL).map(Map.Entry::getKey).toList();
                yield new Figure(differ.size(), Double.NaN, Double.NaN, "of " + ps.size() + " columns: " + String.join(" ", differ)
                        + (step.equals("gaps") ? String.format(Locale.ROOT, "; gaps together differ by %.3f", SampledColumns.patterns(folder.resolve("train.csv"), scored)) : ""));
            }
            case "independent", "mixture" -> rival(step, folder, own, fresh);
            case "warm" -> {
                double[] all = Files.readAllLines(own.resolve("warm.out")).stream().mapToDouble(l -> Double.parseDouble(l.split(" ")[0])).toArray();
                double[] sorted = Arrays.stream(all).skip(1).sorted().toArray();
                yield new Figure(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], String.format(Locale.ROOT, "the first %.2f", all[0]));
            }
            default -> Figure.none();
        };
    }

    private static Figure rival(String name, Path folder, Path own, int fresh) throws IOException {
        String printed = Files.readString(own.resolve(name + ".out")) + "\n" + Files.readString(own.resolve(name + ".err"));
        TableRivals.Densities rival = new TableRivals(folder.resolve("train.csv"), folder.resolve("new.csv"), printed).of(name);
        Path scored = Stream.of("score.csv", "alarms.csv").map(own::resolve).filter(Files::exists).findFirst()
                .orElseThrow(() -> new IOException("no scores of the new rows; name the step score before"));
        double[] ours = numbers(scored, "log_prob", fresh);
        double[] lead = IntStream.range(0, fresh).mapToDouble(i -> ours[i] - rival.logProb()[i]).filter(Double::isFinite).toArray();
        double mean = Rows.mean(lead);
        double error = Rows.error(lead);
        String judged = mean < -2 * error ? "below by more than two standard errors; " : "";
        return new Figure(mean, mean - 2 * error, mean + 2 * error, judged + lead.length + " of " + fresh + " rows; " + rival.words());
    }

    /** Rows of judged.csv a second of processor time, the time of a start left out. */
    private double rate(Path table, Path vflow, String step, double processor) throws IOException {
        if (!step.equals("score") && !step.equals("alarms")) {
            return Double.NaN;
        }
        double start = 0;
        for (String line : Files.readAllLines(out)) {
            String[] c = line.split(",", -1);
            boolean isStart = key(c[0], c[1], c[2]).equals(key(name(table), vflow.toString(), "start")) && !c[5].isEmpty();
            start = isStart ? Double.parseDouble(c[5]) : start;
        }
        int judged = Rows.records(folder(table).resolve("judged.csv")).size() - 1;
        return judged / Math.max(processor - start, LEAST_SECONDS);
    }

    private Path folder(Path table) {
        return Path.of("target", "tables", name(table) + "-" + rows + "-" + seed);
    }

    /** The training rows, the columns and the new rows of a table; its files are written once. */
    private int[] split(Path table, Path folder) throws IOException {
        if (!Files.exists(folder.resolve("judged.csv"))) {
            Files.createDirectories(folder);
            List<String> all = Rows.records(table);
            Predicate<Integer> isOdd = i -> !label.isEmpty() && !all.get(i).endsWith(",0");
            List<String> records = label.isEmpty() ? all : withoutLabel(all);
            List<Integer> order = new ArrayList<>(IntStream.range(1, all.size()).boxed().toList());
            Collections.shuffle(order, new Random(seed));
            List<Integer> odd = order.stream().filter(isOdd).limit(ODD).toList();
            order.removeIf(isOdd);
            int n = Math.min(rows, (int) (TRAIN * order.size()));
            List<String> fresh = rows(records, order.subList(n, Math.min(order.size(), n + NEW)));
            List<String> both = new ArrayList<>(fresh);
            both.addAll(rows(records, odd).subList(1, odd.size() + 1));
            Files.write(folder.resolve("odd.csv"), both);
            Files.write(folder.resolve("train.csv"), rows(records, order.subList(0, n)));
            Files.write(folder.resolve("new.csv"), fresh);
            Files.write(folder.resolve("one.csv"), fresh.subList(0, 2));
            List<String> judged = new ArrayList<>(fresh);
            for (int i = 0; judged.size() <= SCORED; i++) {
                judged.add(fresh.get(1 + i % (fresh.size() - 1)));
            }
            Files.write(folder.resolve("judged.csv"), judged);
        }
        List<String> train = Rows.records(folder.resolve("train.csv"));
        int fresh = Rows.records(folder.resolve("new.csv")).size() - 1;
        return new int[] {train.size() - 1, Rows.cells(train.getFirst()).size(), fresh};
    }

    /** The names, and some records in their order. */
    private static List<String> rows(List<String> records, List<Integer> some) {
        List<String> rows = new ArrayList<>(List.of(records.getFirst()));
        some.stream().sorted().forEach(i -> rows.add(records.get(i)));
        return rows;
    }

    private List<String> withoutLabel(List<String> records) throws IOException {
        if (!records.getFirst().endsWith("," + label)) {
            throw new IOException("the last column must be \"" + label + "\", but the header is " + records.getFirst());
        }
        return records.stream().map(record -> record.substring(0, record.lastIndexOf(','))).toList();
    }

    /** Runs a command; its output goes to files beside a place. The shell knows the processor time of its children. */
    private Ended ended(Path place, List<String> command) throws IOException, InterruptedException {
        String script = "\"$@\" >\"$0.out\" 2>\"$0.err\"; status=$?; times; exit $status";
        List<String> all = new ArrayList<>(List.of("sh", "-c", script, place.toString()));
        all.addAll(command);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
            double now = process.descendants().mapToDouble(p -> p.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3).sum();
            if (now > limit) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return new Ended(now, (System.nanoTime() - start) / 1e9, "stopped after " + limit + " s");
            }
        }
        double clock = (System.nanoTime() - start) / 1e9;
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.exitValue();
        // 3: some rows have no score, which their cells say
        String fault = status == 0 || status == 3 ? "" : "status " + status + ": " + last(Path.of(place + ".err"));
        return new Ended(processor(said), clock, fault);
    }

    private static String last(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** User and system time of the children, in the second line that {@code times} prints. */
    static double processor(String times) {
        Matcher m = TIME.matcher(times.strip().lines().reduce((_, b) -> b).orElse(""));
        double sum = 0;
        while (m.find()) {
            sum += 60 * Integer.parseInt(m.group(1)) + Double.parseDouble(m.group(2));
        }
        return sum;
    }

    private static double[] numbers(Path file, String column, int n) throws IOException {
        return Rows.numbers(Rows.columns(file).get(column).subList(0, n), Double.NaN);
    }

    private static double[] wilson(double hits, double n) {
        double z = NORMAL * NORMAL / n;
        double centre = (hits / n + z / 2) / (1 + z);
        double half = NORMAL * Math.sqrt(hits / n * (1 - hits / n) / n + z / (4 * n)) / (1 + z);
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }

    private static String name(Path table) {
        return plain(table.getFileName().toString().replaceFirst("\\.csv$", ""));
    }

    private static String key(String table, String vflow, String step) {
        return table + "," + vflow + "," + step;
    }

    /** Words that a cell of OUT.csv can hold. */
    private static String plain(String words) {
        return words.replace(',', ';').replace('"', '\'').replaceAll("\\s+", " ").strip();
    }

    private static String form(double value, int places) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
