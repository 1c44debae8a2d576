import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the figures of README and the guides by the vflow command, with its defaults.
 *
 * <pre>
 *   scripts/claims --adbench FOLDER --oddbench FOLDER   # an hour on two quiet cores; FOLDER has the .npz files of ADBench; the other one
 *                                                       # oddbench/ and ovrbench/ of github.com/psorus/Outformer
 *   scripts/claims … --resume                  # keeps the rows of this commit that are there
 *   scripts/claims --only lnp                  # the claims whose names begin so; without a folder the claims about its tables are left out
 *   scripts/claims --draft                     # with changed sources: the rows name the commit and "changed"
 *   scripts/claims --figures                   # measures nothing, and writes the page and the figures of the documents from the CSV file
 * </pre>
 *
 * A claim is a row of docs/lab/claims.csv. The page docs/lab/claims.md shows the rows. A link of README or a guide to #ID of the page has the value of
 * the row as its text; ClaimsTest compares them. Models and results of tables stay in target/claims, so that a run goes on.
 */
final class Claims {
    static final Path CSV = Path.of("docs", "lab", "claims.csv");
    static final Path PAGE = Path.of("docs", "lab", "claims.md");
    static final Path WORK = Path.of("target", "claims");
    private static final String HEADER = "id,value,error,figure,tables,condition,quiet,commit,date,machine,command";
    private static final Pattern FIGURE = Pattern.compile("\\[[^\\]]*\\](\\([^)\\s]*claims\\.md#([\\w-]+)\\))");
    private static final String NONE = "…";
    private static final String TREES = "examples/trees.csv";
    private static final int REPEATS = 3;
    private static final int MANY_ROWS = 200_000;
    private static final int FIRST_SEED = 7;
    private static final int DRAWS = 3;

    /** A figure: its value as the documents show it, its error, and the command that gave it. */
    record Result(String value, String error, String tables, String condition, String command) {
        Result(String value, String error, String tables, String command) {
            this(value, error, tables, "default", command);
        }
    }

    /** A claim that can be measured; the option of the folder that it needs, or an empty text. */
    record Claim(String id, String figure, String folder, Measurement measurement) {}

    /** A measurement. */
    interface Measurement {
        Result run() throws IOException, InterruptedException;
    }

    private final Map<String, Path> folders;
    private final String commit;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    private Claims(Map<String, Path> folders, String commit) {
        this.folders = folders;
        this.commit = commit;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(args));
        if (words.contains("--help")) {
            System.out.println("usage: scripts/claims [--adbench FOLDER] [--oddbench FOLDER] [--resume] [--only ID] [--draft] [--figures]");
            return;
        }
        boolean changed = !text("git", "status", "--porcelain", "--", "*/src/main", "pom.xml", "vflow").isBlank();
        if (changed && !words.contains("--draft") && !words.contains("--figures")) {
            System.err.println("The sources differ from the commit, so no row could name what was measured: commit first, or take --draft.");
            System.exit(2);
        }
        String commit = text("git", "rev-parse", "--short=8", "HEAD").strip() + (changed ? " changed" : "");
        Claims claims = new Claims(folders(words), commit);
        claims.read();
        if (!words.contains("--figures")) {
            String only = after(words, "--only");
            boolean resume = words.contains("--resume");
            claims.measure(c -> only == null || c.id().startsWith(only), resume);
        }
        claims.write();
        claims.figures();
    }

    private static Map<String, Path> folders(List<String> words) {
        Map<String, Path> all = new LinkedHashMap<>();
        all.put("", Path.of(""));
        for (String option : List.of("--adbench", "--oddbench")) {
            if (words.contains(option)) {
                all.put(option, Path.of(after(words, option)));
            }
        }
        return all;
    }

    private static String after(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 ? null : words.get(at + 1);
    }

    // ---------------------------------------------------------------------------------------------- the claims

    private List<Claim> all() {
        List<Claim> all = new ArrayList<>(List.of(
                new Claim("train-trees", "training of 1,200 rows of three modelled columns", "",
                        () -> seconds("train", TREES, "--out", work("trees.safetensors"))),
                new Claim("score-trees", "scores and alarms of 1,200 rows, from the start of the JVM", "",
                        () -> seconds("score", trees(), TREES, "--alarms", "0.01", "--out", work("scored.csv"))),
                new Claim("explain-trees", "an explained alarm, from the start of the JVM", "",
                        () -> seconds("explain", trees(), "examples/new-trees.csv", "--row", "3")),
                new Claim("outliers-trees", "a search for odd rows among 1,200", "",
                        () -> seconds("outliers", TREES, "--out", work("checked.csv"))),
                new Claim("score-row", "a score of one of many rows with two numbers and a label, one thread", "", this::scoreOfARow)));
        Map.of("ring", "24 columns of a ring and a sign", "moons", "ten columns of three moons", "spiral", "six columns of a spiral")
                .entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> {
                    String name = e.getKey();
                    all.add(new Claim("lnp-" + name, "ln p of new rows in nats, " + e.getValue(), "", () -> bent(name)));
                    all.add(new Claim("lnp-" + name + "-mixture", "the same by a mixture", "", () -> mixture(name)));
                });
        ClaimTables.FIGURES.forEach((figure, words) ->
                all.add(new Claim(figure, words, ClaimTables.isUnseen(figure) ? "--oddbench" : "--adbench", () ->
                        new ClaimTables(folders.get("--adbench"), folders.get("--oddbench"), commit, this::vflow).result(figure))));
        return all;
    }

    private void measure(Predicate<Claim> wanted, boolean resume) throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        if (!resume) {
            Files.deleteIfExists(ClaimTables.results(commit));
            all().stream().filter(wanted).filter(c -> folders.containsKey(c.folder())).forEach(c -> rows.remove(c.id()));
        }
        for (Claim claim : all()) {
            List<String> there = rows.get(claim.id());
            if (!wanted.test(claim) || there != null && there.get(7).equals(commit)) {
                continue;
            }
            if (!folders.containsKey(claim.folder())) {
                System.err.println(claim.id() + ": left out, since there is no " + claim.folder() + " FOLDER");
                continue;
            }
            double before = load();
            long start = System.nanoTime();
            Result found = claim.measurement().run();
            double most = Math.max(before, load());
            String quiet = most < 2.5 ? "quiet" : String.format(Locale.ROOT, "busy, load %.0f", most);
            rows.put(claim.id(), List.of(claim.id(), found.value(), found.error(), claim.figure(), found.tables(), found.condition(), quiet, commit,
                    LocalDate.now().toString(), machine(), found.command()));
            System.err.printf(Locale.ROOT, "%s: %s (%.0f s)%n", claim.id(), found.value(), (System.nanoTime() - start) / 1e9);
            write();
        }
    }

    private Result seconds(String... words) throws IOException, InterruptedException {
        double[] all = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            vflow(words);
            all[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(all);
        double middle = all[REPEATS / 2];
        String form = middle < 9.95 ? "%.1f s" : "%.0f s";
        return new Result(form(form, middle), form("%.1f to %.1f s", all[0], all[REPEATS - 1]), TREES, "./vflow " + String.join(" ", words));
    }

    /** The time of many rows less the time of a few, divided by the rows. */
    private Result scoreOfARow() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(Path.of(TREES));
        List<String> complete = lines.stream().skip(1).filter(l -> !l.contains(",,") && !l.endsWith(",")).toList();
        String few = work("few.csv");
        String many = work("many.csv");
        Stream<String> header = Stream.of(lines.getFirst());
        Files.write(Path.of(few), Stream.concat(header, complete.stream().limit(1_000)).toList());
        Stream<String> repeated = Stream.iterate(0, i -> i + 1).limit(MANY_ROWS + 1_000).map(i -> complete.get(i % complete.size()));
        Files.write(Path.of(many), Stream.concat(Stream.of(lines.getFirst()), repeated).toList());
        double[] all = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            vflow("score", trees(), few, "--threads", "1", "--out", work("few-scored.csv"));
            long middle = System.nanoTime();
            vflow("score", trees(), many, "--threads", "1", "--out", work("many-scored.csv"));
            all[i] = (System.nanoTime() - middle - (middle - start)) / 1e3 / MANY_ROWS;
        }
        Arrays.sort(all);
        return new Result(form("%.0f µs", all[1]), form("%.1f to %.1f µs", all[0], all[2]), TREES + ", complete rows",
                "./vflow score trees.safetensors many.csv --threads 1");
    }

    private Result bent(String name) throws IOException, InterruptedException {
        return draws(name, folder -> {
            String model = folder + "/m.safetensors";
            vflow("train", folder + "/train.csv", "--out", model);
            return number(vflow("evaluate", model, folder + "/new.csv", "--json"), "log_likelihood");
        }, "java scripts/BentTables.java " + name + " 7 D && ./vflow train D/train.csv && ./vflow evaluate m.safetensors D/new.csv");
    }

    private Result mixture(String name) throws IOException, InterruptedException {
        return draws(name, folder -> {
            String printed = text(java(), "scripts/BentTables.java", "mixture", folder + "/train.csv", folder + "/new.csv");
            Matcher m = Pattern.compile("-?\\d+\\.\\d+").matcher(printed);
            if (!m.find()) {
                throw new IllegalStateException("BentTables prints a number, but printed: " + printed);
            }
            return Double.parseDouble(m.group());
        }, "java scripts/BentTables.java mixture D/train.csv D/new.csv");
    }

    /** The figure of a made-up table. */
    private interface Draw {
        double of(Path folder) throws IOException, InterruptedException;
    }

    /** The mean of three made-up tables. */
    private Result draws(String name, Draw draw, String command) throws IOException, InterruptedException {
        double sum = 0;
        List<String> each = new ArrayList<>();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + DRAWS; seed++) {
            Path folder = WORK.resolve(name + "-" + seed);
            if (!Files.exists(folder.resolve("new.csv"))) {
                text(java(), "scripts/BentTables.java", name, Integer.toString(seed), folder.toString());
            }
            double value = draw.of(folder);
            each.add(form("%.2f", value));
            sum += value;
        }
        return new Result(form("%.2f", sum / DRAWS), "draws " + String.join(", ", each),
                "made up, " + name + ", seeds 7 to 9, 2,000 rows each", command);
    }

    private String trees() throws IOException, InterruptedException {
        String model = work("trees.safetensors");
        if (!Files.exists(Path.of(model))) {
            vflow("train", TREES, "--out", model);
        }
        return model;
    }

    // ---------------------------------------------------------------------------------------------- commands

    private String vflow(String... words) throws IOException, InterruptedException {
        return text(Stream.concat(Stream.of("./vflow"), Arrays.stream(words)).toArray(String[]::new));
    }

    private static String text(String... command) throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        Path errors = WORK.resolve("errors.txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0 && status != 3) { // 3: some rows have no score, which vflow says
            throw new IOException(String.join(" ", command) + " ended with " + status + ": " + Files.readString(errors));
        }
        return printed;
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static String work(String name) {
        return WORK.resolve(name).toString();
    }

    private static double number(String json, String key) {
        Matcher m = Pattern.compile('"' + key + "\"\\s*:\\s*(-?[\\d.eE+-]+)").matcher(json);
        if (!m.find()) {
            throw new IllegalStateException("there is no " + key + " in " + json);
        }
        return Double.parseDouble(m.group(1));
    }

    static String form(String form, Object... values) {
        return String.format(Locale.ROOT, form, values).replaceFirst("^-", "−");
    }

    private static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String machine() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String name = Files.exists(info)
                ? Files.readAllLines(info).stream().filter(l -> l.startsWith("model name")).map(l -> l.replaceFirst(".*: ", "")).findFirst().orElse("")
                : System.getProperty("os.arch");
        return Runtime.getRuntime().availableProcessors() + " cores " + name.strip() + ", JDK " + Runtime.version().feature();
    }

    // ---------------------------------------------------------------------------------------------- files

    private void read() throws IOException {
        if (Files.exists(CSV)) {
            Files.readAllLines(CSV).stream().skip(1).map(Claims::cells).forEach(r -> rows.put(r.getFirst(), r));
        }
    }

    /** The cells of a line; each stands in quotes. */
    static List<String> cells(String line) {
        return List.of(line.substring(1, line.length() - 1).split("\",\"", -1));
    }

    private void write() throws IOException {
        List<Claim> all = all();
        List<String> lines = new ArrayList<>(List.of(HEADER));
        List<String> page = new ArrayList<>(List.of("# Claims", "",
                "The measured figures of README and the guides, by the `vflow` command with its default options (`scripts/claims`). All rows are of one",
                "commit; a row without tables and command has those above it. Neighbours are five, a mixture is the best of 30 mixtures of normals by",
                "held-out rows. AUROC is in percent, the mean over tables; unseen tables (`scripts/claim-tables.txt`) had no part in any choice.", ""));
        Map<String, String> places = new TreeMap<>();
        for (Claim claim : all) {
            List<String> row = rows.get(claim.id());
            if (row != null) {
                lines.add('"' + String.join("\",\"", row) + '"');
                places.put(row.get(7) + ", " + row.get(8) + ", " + row.get(9), "");
            }
        }
        page.add(places.isEmpty() ? "*Nothing is measured.*" : "*Measured at commit " + String.join("; ", places.keySet()) + ".*");
        String conditions = "";
        for (Claim claim : all) {
            List<String> row = rows.get(claim.id());
            page.addAll(List.of("", "## " + claim.id(), ""));
            if (row == null) {
                page.add("**" + NONE + "**: not measured at this commit.");
                continue;
            }
            String error = row.get(2).isEmpty() ? "" : " (" + row.get(2) + ")";
            String now = row.get(4) + row.get(10);
            boolean isSame = now.equals(conditions);
            page.add("**" + row.get(1) + "**" + error + ": " + row.get(3)
                    + (isSame ? "." : "; " + row.get(4) + "; " + row.get(6) + ":\n\n    " + row.get(10)));
            conditions = now;
        }
        Files.write(CSV, lines);
        Files.write(PAGE, page);
    }

    /** Writes the values into README and the guides. */
    private void figures() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("docs", "guide"))) {
            Stream<Path> documents = guides.filter(f -> f.toString().endsWith(".md"));
            for (Path file : Stream.concat(Stream.of(Path.of("README.md")), documents).toList()) {
                String text = Files.readString(file);
                String now = FIGURE.matcher(text).replaceAll(m -> {
                    List<String> row = rows.get(m.group(2));
                    return Matcher.quoteReplacement("[" + (row == null ? NONE : row.get(1)) + "]" + m.group(1));
                });
                if (!now.equals(text)) {
                    Files.writeString(file, now);
                    System.err.println("wrote the figures of " + file);
                }
            }
        }
    }
}
