package io.github.vflow.cli;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs commands, each in a folder of its own with fresh copies of the same inputs, and tells what each left. */
final class OptionRuns {
    private final Path dir;
    private final Path inputs;
    private int number;

    OptionRuns(Path dir) throws IOException {
        this.dir = dir;
        inputs = Files.createDirectory(dir.resolve("inputs"));
        Tables.write(inputs.resolve("in.csv"), 60, 3);
        Tables.write(inputs.resolve("second.csv"), 60, 4);
        List<String> lines = Files.readAllLines(inputs.resolve("in.csv"));
        write("x.csv", with(lines, 5, "temp,press,load", lines.get(5).replaceAll("^[^,]*", "x")));
        write("gaps.csv", with(lines, 1, "temp,press,load", lines.get(1).replaceAll("^[^,]*", "")));
        write("odd.csv", with(lines, 5, "temp,press,load", lines.get(5).replaceAll("^[^,]*", "90000")));
        write("words.csv", with(lines, 1, "u,v,w", lines.get(1)));
        write("numbers.csv", with(lines, 1, "1,2,3", lines.get(1)));
        write("plain.csv", lines.subList(1, lines.size()));
        write("thousands.csv", thousands(lines.size()));
        write("token.txt", List.of("secret"));
        keys(inputs.resolve("keys.p12"));
        write("typed.csv", typed(lines));
        write("groups.csv", groups(lines));
        write("labels.csv", labels("one,two", "uvx", "yz"));
        write("digits.csv", labels("1,2", "0123", "12"));
        write("points.csv", labels("one,two", List.of("1.000", "2.000", "3.000"), List.of("y", "z")));
        RowSpec rows = RowSpec.of(3, 0, 1).withFill(RowSpec.Fill.standard());
        save(rows, List.of("temp", "press", "load"), "m");
        save(rows, List.of("1", "2", "3"), "numbered");
        save(rows, List.of("x1", "x2", "x3"), "unnamed");
        save(RowSpec.of(3, 1, 1), List.of("temp", "press", "load"), "vflow");
        save(RowSpec.of(2, 0, 1), List.of(), "plane");
        ImageSpec images = ImageSpec.small(4, 4, 1, 17, 1, 4, 1).withHeads(2);
        new ModelFile(moved(images), List.of(), Map.of()).save(inputs.resolve("i"));
        new ModelFile(moved(images.withClasses(3)), List.of(), Map.of()).save(inputs.resolve("told"));
        Run.vflow("plan", inputs.resolve("in.csv"), "--noise", 0.2, "--steps", 6, "--out", inputs.resolve("plan.json"))
                .ok();
        train("in.csv", 0, "trained");
        train("in.csv", 1, "augmented");
        train("groups.csv", 0, "grouped");
    }

    private void train(String table, int augment, String name) throws IOException {
        new SmallTraining(dir)
                .train(
                        inputs.resolve(table),
                        "--steps",
                        4,
                        "--augment",
                        augment,
                        "--noise",
                        0,
                        "--calibration",
                        0.3,
                        "--out",
                        inputs.resolve(name))
                .ok();
    }

    private static void keys(Path file) throws IOException {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair -keyalg EC -storetype PKCS12 -alias key -dname CN=localhost -storepass secret -keystore");
        List<String> command = new ArrayList<>(List.of(words.getFirst()));
        command.addAll(List.of(words.getLast().split(" ")));
        command.add(file.toString());
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> with(List<String> lines, int at, String header, String line) {
        String[] all = lines.toArray(String[]::new);
        all[0] = header;
        all[at] = line;
        return List.of(all);
    }

    /** Numbers that have three decimals, or are thousands. */
    private static List<String> thousands(int lines) {
        return Stream.concat(
                        Stream.of("temp;press;load"),
                        IntStream.range(1, lines)
                                .mapToObj(i -> "%d.%d;%d.%d;%s"
                                        .formatted(
                                                1 + i % 9,
                                                100 + i * 7,
                                                1 + i % 4,
                                                900 - i * 5,
                                                i == 8 ? "" : "2." + (100 + i * 11))))
                .toList();
    }

    private static List<String> labels(String header, String one, String two) {
        return labels(header, List.of(one.split("")), List.of(two.split("")));
    }

    /** Two columns of few values, which take little time to learn. */
    private static List<String> labels(String header, List<String> one, List<String> two) {
        SplittableRandom random = new SplittableRandom(6);
        return Stream.concat(
                        Stream.of(header),
                        Stream.generate(() ->
                                        one.get(random.nextInt(one.size())) + "," + two.get(random.nextInt(two.size())))
                                .limit(24))
                .toList();
    }

    /** A fifth of the rows is of a site with other loads. */
    private static List<String> groups(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i == 0 ? lines.get(i) + ",site" : lines.get(i) + (i % 5 == 0 ? "7,b" : ",a"))
                .toList();
    }

    private static List<String> typed(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> lines.get(i) + (i == 0 ? ",whole" : "," + i % 5))
                .toList();
    }

    private void write(String name, List<String> lines) throws IOException {
        Files.write(inputs.resolve(name), lines);
    }

    /** A model whose parameters differ from their first values, many of which are zero. */
    private static Model moved(Spec.Flow spec) {
        float[] parameters = Models.of(spec, 4).parameters().values();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += 0.03f * (float) random.nextGaussian();
        }
        return Models.of(spec, parameters);
    }

    /** With calibration scores over all magnitudes, since the rows of the tables are far from what such a model expects. */
    private void save(RowSpec spec, List<String> columns, String name) throws IOException {
        Model model = moved(spec);
        double[] scores = IntStream.range(0, 150)
                .mapToDouble(i -> -Math.pow(10, i / 10.0))
                .toArray();
        new ModelFile(model, columns, MadeViews.note(model.width()))
                .withCalibration(Calibration.of(scores, new double[model.width()], new double[model.width()]))
                .save(inputs.resolve(name));
    }

    OptionTrial.Result run(List<String> words) throws IOException {
        Path folder = Files.createDirectory(dir.resolve("run" + number++));
        Map<String, byte[]> before = new TreeMap<>();
        try (Stream<Path> files = Files.list(inputs)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(inputs.relativize(file)));
                before.put(inputs.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        Run run = Run.vflow(words.stream()
                .map(w -> w.startsWith("@") ? folder.resolve(w.substring(1)) : w)
                .toArray());
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> after = Files.walk(folder)) {
            for (Path file : after.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                byte[] old = before.get(name);
                if (old == null || !Arrays.equals(old, Files.readAllBytes(file))) {
                    files.put(name, content(file));
                }
            }
        }
        boolean isTraining = List.of("train", "experiment").contains(words.getFirst())
                && run.code() == 0
                && !words.contains("--json");
        String said = isTraining && !words.contains("--help") && !words.contains("--version") ? "" : run.out();
        String failed = run.code() == 0 ? "" : run.err();
        return new OptionTrial.Result(run.code(), plain(said + failed, folder), files);
    }

    /** Text without the folder of the run and the times that it took. */
    private static String plain(String text, Path folder) {
        return text.replace(folder.toString(), "@")
                .replaceAll("\"[a-z_]*seconds[a-z_]*\":[0-9.E-]+", "\"seconds\":0")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "now")
                .replaceAll("\"micros_per_step\":[0-9.E-]+", "\"micros\":0")
                .replaceAll(" +", " ")
                .replaceAll("[0-9.,]+ (ms|s|seconds|minutes|µs)\\b", "0 s");
    }

    /** Of a model or a checkpoint what it computes, not the notes, which have the words of the command. */
    static String content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.contains("\"__metadata__\"")) {
            return plain(text, file.getParent());
        }
        ModelFile stored = Checkpoint.isIn(file) ? Checkpoint.load(file).toModel() : ModelFile.load(file);
        Model model = stored.model();
        String calibration =
                stored.calibration().map(c -> Arrays.toString(c.scores())).orElse("none");
        return Arrays.hashCode(model.parameters().values()) + " " + stored.columns() + " " + calibration + " "
                + scores(model);
    }

    /** Scores of rows that the model draws. */
    private static String scores(Model model) {
        if (model.width() != model.features()) {
            return "given";
        }
        Rows rows = Sampler.draw(model, Engines.vector(1), 4, 1, 5);
        try (Evaluator evaluator = Evaluator.ofScores(model, Engines.vector(1), 2, 1)) {
            return Arrays.toString(evaluator.scores(rows));
        }
    }
}
