package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

class PaperTable2Test {
    private static final int SIDE = 28;
    private static final int IMAGES_OF_BYTES = 0x0803;

    @TempDir
    Path data;

    @TempDir
    Path out;

    @BeforeEach
    void fewImages() throws IOException {
        write("train-images-idx3-ubyte.gz", 48);
        write("t10k-images-idx3-ubyte.gz", 4);
    }

    private void write(String name, int images) throws IOException {
        byte[] pixels = new byte[images * SIDE * SIDE];
        new Random(images).nextBytes(pixels);
        Path file = data.resolve(name);
        try (DataOutputStream to = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int number : List.of(IMAGES_OF_BYTES, images, SIDE, SIDE)) {
                to.writeInt(number);
            }
            to.write(pixels);
        }
    }

    private int table2(String... more) {
        List<String> words = new ArrayList<>(List.of("table2", "--out", out.toString(), "--data", data.toString()));
        words.addAll(List.of(more));
        return PaperFigures.command().execute(words.toArray(String[]::new));
    }

    private void trainTwoModels(String... more) {
        List<String> words = new ArrayList<>(List.of("--augment", "0,1", "--epochs", "2"));
        words.addAll(List.of("--test-images", "3", "--samples", "2,4"));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, table2(words.toArray(String[]::new)));
    }

    /** The CSV files of the folder by their names. */
    private Map<String, List<String>> lines() throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                all.put(file.getFileName().toString(), Files.readAllLines(file));
            }
        }
        return all;
    }

    @Test
    void whatIsThereIsNeitherTrainedNorScoredAgain() throws IOException {
        trainTwoModels("--seeds", "1");
        Map<String, List<String>> once = lines();
        assertEquals(List.of("table2-curves.csv", "table2-scores.csv", "table2.csv"), List.copyOf(once.keySet()));
        // two models, each with a header above: a point of the curve, two numbers of samples, a result
        assertEquals(List.of(3, 5, 3), once.values().stream().map(List::size).toList());
        trainTwoModels("--seeds", "1,2");
        Map<String, List<String>> twice = lines();
        assertEquals(List.of(5, 9, 5), twice.values().stream().map(List::size).toList());
        once.forEach((name, lines) -> assertEquals(lines, twice.get(name).subList(0, lines.size()), name));
    }

    @Test
    void theBlocksOfAllModelsCanBeTheSame() throws IOException {
        trainTwoModels("--seeds", "1", "--blocks", "1");
        List<String> results = lines().get("table2.csv");
        assertEquals(
                List.of("8,0,1,2,1,", "8,1,1,2,1,"),
                results.stream().skip(1).map(line -> line.substring(0, 10)).toList());
    }

    @Test
    void wrongNumbersAreRefusedBeforeTraining() throws IOException {
        assertEquals(ExitCode.SOFTWARE, table2("--epochs", "3"));
        assertEquals(ExitCode.SOFTWARE, table2("--samples", "0"));
        assertEquals(ExitCode.SOFTWARE, table2("--test-images", "5"));
        assertEquals(Map.of(), lines());
    }

    @Test
    void missingImagesAreAnError() throws IOException {
        Files.delete(data.resolve("t10k-images-idx3-ubyte.gz"));
        assertEquals(ExitCode.SOFTWARE, table2());
        assertEquals(Map.of(), lines());
    }
}
