import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rulers that others hold: trains the vflow command on published tables, scores their test parts, and puts the mean ln p beside published numbers.
 *
 * <pre>
 *   scripts/rulers list
 *   scripts/rulers page
 *   scripts/rulers debd --data DIR [--seeds 1,2,3] [--tables nltcs,plants] [--threads 1]
 * </pre>
 *
 * Each training is a row of docs/lab/rulers.csv; one that has a row of this commit there is left out. No file of a ruler belongs in the repository.
 */
final class Rulers {
    private static final String HEADER = "ruler,table,seed,commit,train,test,columns,parameters,processor_s,ln_p,error";
    private static final List<String> DEBD =
            List.of("nltcs", "plants", "baudio", "jester", "bnetflix", "accidents", "pumsb_star", "dna", "bbc");
    /** The table whose rows are so few that their probabilities can be added, and the number of its columns. */
    private static final String ADDED = "nltcs";
    private static final int ADDED_COLUMNS = 16;
    private static final Pattern PARAMETERS = Pattern.compile("([\\d,]+) parameters");
    private static final Pattern TIME = Pattern.compile("processor ([\\d.]+) ([\\d.]+)");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- rulers debd -->\n).*(<!-- end -->)");

    private final Path root;
    private final Path data;
    private final Path work;
    private final Path out;
    private final String threads;

    private Rulers(Path root, Map<String, String> options) throws IOException {
        this.root = root;
        data = Path.of(options.get("--data")).toAbsolutePath();
        work = Files.createDirectories(root.resolve("target/rulers"));
        out = root.resolve("docs/lab/rulers.csv");
        threads = options.getOrDefault("--threads", "2");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        boolean areKnown = Set.of("--data", "--seeds", "--tables", "--threads").containsAll(options.keySet());
        if (args.length == 2 && args[1].equals("list")) {
            System.out.println("debd: DIR/NAME/NAME.{train,valid,test}.data of " + DEBD + ", from github.com/arranger1044/DEBD, folder datasets");
        } else if (args.length == 2 && args[1].equals("page")) {
            new Rulers(Path.of(args[0]), Map.of("--data", ".")).write();
        } else if (args.length > 2 && args.length % 2 == 0 && args[1].equals("debd") && areKnown && options.containsKey("--data")) {
            new Rulers(Path.of(args[0]), options)
                    .debd(words(options.getOrDefault("--tables", String.join(",", DEBD))), words(options.getOrDefault("--seeds", "1,2,3")));
        } else {
            System.err.println("usage: list | page | debd --data DIR [--seeds 1,2,3] [--tables NAME,...] [--threads N]");
            System.exit(2);
        }
    }

    private static List<String> words(String list) {
        return List.of(list.split(","));
    }

    private void debd(List<String> tables, List<String> seeds) throws IOException, InterruptedException {
        String commit = run("commit", List.of("git", "-C", root.toString(), "rev-parse", "--short=8", "HEAD")).strip();
        if (!Files.exists(out)) {
            Files.writeString(out, HEADER + "\n");
        }
        for (String seed : seeds) {
            for (String table : tables) {
                if (rows().noneMatch(r -> r[1].equals(table) && r[2].equals(seed) && r[3].equals(commit))) {
                    String row = measure(table, seed, commit);
                    Files.writeString(out, row + "\n", StandardOpenOption.APPEND);
                    System.out.println(row);
                    write();
                }
            }
        }
    }

    /** Writes the page anew by the rows. */
    private void write() throws IOException {
        Path page = root.resolve("docs/lab/rulers.md");
        String text = Files.readString(page);
        Files.writeString(page, TABLE.matcher(text).replaceFirst(m -> m.group(1) + Matcher.quoteReplacement(page()) + m.group(2)));
    }

    private Stream<String[]> rows() {
        try {
            return Files.readAllLines(out).stream().skip(1).map(l -> l.split(",", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains by the training part, and scores the test part. */
    private String measure(String table, String seed, String commit) throws IOException, InterruptedException {
        Path train = part(table, "train");
        Path test = part(table, "test");
        String model = work.resolve(table + "-" + seed + ".safetensors").toString();
        String said = run("train", List.of(vflow(), "train", train.toString(), "--no-header", "--seed", seed, "--threads", threads, "--out", model));
        double[] scores = scores(model, test, "vector");
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum() / (scores.length - 1);
        if (table.equals(ADDED)) {
            String labels = work.resolve("labels.safetensors").toString();
            List<String> words = new ArrayList<>(List.of(vflow(), "train", train.toString(), "--no-header", "--seed", seed, "--out", labels));
            IntStream.rangeClosed(1, ADDED_COLUMNS).forEach(j -> words.add("--column=x" + j + "=category"));
            run("labels", words);
            for (String of : List.of(model, labels)) {
                double sum = Arrays.stream(scores(of, allRows(), "reference")).map(Math::exp).sum();
                System.out.println(of + ": the probabilities of all rows add up to 1 + " + (sum - 1));
            }
        }
        List<String> lines = Files.readAllLines(train);
        return Stream.of("debd", table, seed, commit, "" + lines.size(), "" + scores.length, "" + lines.getFirst().split(",").length,
                        last(PARAMETERS, said).group(1).replace(",", ""), form(processor(said), 1), form(mean, 4),
                        form(Math.sqrt(variance / scores.length), 4))
                .collect(Collectors.joining(","));
    }

    private Path part(String table, String name) {
        return data.resolve(table).resolve(table + "." + name + ".data");
    }

    private Path allRows() throws IOException {
        Path all = work.resolve("all.csv");
        Files.write(all, IntStream.range(0, 1 << ADDED_COLUMNS)
                .mapToObj(row -> IntStream.range(0, ADDED_COLUMNS).mapToObj(j -> "" + (row >> j & 1)).collect(Collectors.joining(",")))
                .toList());
        return all;
    }

    private double[] scores(String model, Path rows, String engine) throws IOException, InterruptedException {
        Path scored = work.resolve("scored.csv");
        run("score", List.of(vflow(), "score", model, rows.toString(), "--no-header", "--engine", engine, "--threads", threads, "--out", scored.toString()));
        List<String> lines = Files.readAllLines(scored);
        int at = List.of(lines.getFirst().split(",")).indexOf("log_prob");
        return lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",", -1)[at])).toArray();
    }

    private String vflow() {
        return root.resolve("vflow").toString();
    }

    private static MatchResult last(Pattern pattern, String text) {
        return pattern.matcher(text).results().reduce((_, b) -> b)
                .orElseThrow(() -> new IllegalStateException("nothing like " + pattern + " in: " + text));
    }

    private static double processor(String said) {
        MatchResult time = last(TIME, said);
        return Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }

    /** All that a command says, and its processor time. */
    private String run(String name, List<String> command) throws IOException, InterruptedException {
        Path log = work.resolve(name + ".log");
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='processor %U %S'; " + (name.equals("commit") ? "" : "time ") + "\"$@\"", "--"));
        timed.addAll(command);
        int status = new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        String said = Files.readString(log);
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status + ": " + said);
        }
        return said;
    }

    /** The rows of the last commit of each table, as a table of Markdown. */
    private String page() {
        StringBuilder text = new StringBuilder("| table | rows, columns | parameters | processor time | mean test ln p, seeds | ± of rows | commit |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        for (String table : rows().map(r -> r[1]).collect(Collectors.toCollection(LinkedHashSet::new))) {
            String commit = rows().filter(r -> r[1].equals(table)).reduce((_, b) -> b).orElseThrow()[3];
            List<String[]> own = rows().filter(r -> r[1].equals(table) && r[3].equals(commit)).toList();
            String[] one = own.getFirst();
            String seeds = own.stream().map(r -> form(Double.parseDouble(r[9]), 3).replace('-', '−')).collect(Collectors.joining(", "));
            double seconds = own.stream().mapToDouble(r -> Double.parseDouble(r[8])).average().orElseThrow();
            text.append(String.format(Locale.ROOT, "| %s | %s, %s | %,d | %.0f s | %s | %s | %s |%n", table, one[4], one[6], Integer.parseInt(one[7]),
                    seconds, seeds, form(Double.parseDouble(one[10]), 2), commit));
        }
        return text.toString();
    }

    private static String form(double x, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }
}
