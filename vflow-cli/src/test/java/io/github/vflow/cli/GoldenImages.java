package io.github.vflow.cli;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.image.Images;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of images of 4 × 4 pixels.
 *
 * @param name the name of its folder
 * @param steps the options of its steps
 */
record GoldenImages(String name, String steps) implements Golden {
    private static final int IMAGES = 6;
    private static final int SAMPLES = 3;
    private static final int SEED = 5;

    static GoldenImages couplings() {
        return new GoldenImages("images", "");
    }

    static GoldenImages patches() {
        return new GoldenImages(
                "patches",
                " --step-kind patches --patch 1 --flow-steps 2 --width 8 --depth 1 --augment 0 --dequantizer uniform");
    }

    @Override
    public void write(Path folder) throws IOException {
        String train = "experiment --images digits --halve 1 --batch 8 --steps 3 --filters 4 --heads 2" + " --threads 1"
                + steps + " --out";
        List<Object> words = new ArrayList<>(List.of((Object[]) train.split(" ", -1)));
        words.add(folder.resolve(MODEL));
        Run.vflow(words.toArray()).ok();
        Rows rows = Images.digits().halved().slice(0, IMAGES).rows();
        Files.write(
                folder.resolve(ROWS),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> Arrays.stream(rows.copyRow(i))
                                .mapToObj(pixel -> Integer.toString((int) pixel))
                                .collect(Collectors.joining(",")))
                        .toList());
    }

    @Override
    public SortedMap<String, double[]> answers(Path folder, int threads) throws IOException {
        Model model = ModelFile.load(folder.resolve(MODEL)).model();
        Rows rows = Rows.of(Files.readAllLines(folder.resolve(ROWS)).stream()
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new));
        SortedMap<String, double[]> answers = new TreeMap<>();
        try (Evaluator evaluator = Evaluator.ofScores(model, Engines.vector(threads), SAMPLES, SEED)) {
            answers.put("log p", evaluator.threads(threads).scores(rows));
        }
        answers.put(
                "samples",
                Sampler.draw(model, Engines.vector(threads), 1, 1, SEED).copyRow(0));
        return answers;
    }
}
