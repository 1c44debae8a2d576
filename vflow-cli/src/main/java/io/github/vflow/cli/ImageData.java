package io.github.vflow.cli;

import io.github.vflow.flow.data.Images;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Option;

/** That data are images, and how they are brought to size. */
final class ImageData {
    private static final String PAD = "pad";
    private static final String HALVE = "halve";

    @Option(names = "--images", description = "DATA is images: a file, a folder, digits or digits-test.")
    private boolean given;

    @Option(
            names = "--pad",
            defaultValue = "0",
            paramLabel = "N",
            description = "Images: put zeros around them up to N × N.")
    private int pad;

    @Option(
            names = "--halve",
            defaultValue = "0",
            paramLabel = "N",
            description = "Images: halve height and width so often, after --pad.")
    private int halve;

    boolean areGiven() {
        return given;
    }

    Pictures split(String word, double validation, long seed) throws IOException {
        return Pictures.named(word, pad, halve, validation, seed);
    }

    Images read(String word) throws IOException {
        return Pictures.read(word, pad, halve);
    }

    /** For a checkpoint. */
    Map<String, String> notes() {
        return given ? Map.of(PAD, Integer.toString(pad), HALVE, Integer.toString(halve)) : Map.of();
    }

    /** What was noted, or nothing if the data were no images. */
    static TrainingData again(Map<String, String> notes, String word, double validation, long seed) throws IOException {
        return notes.containsKey(PAD)
                ? Pictures.named(
                        word,
                        Integer.parseInt(notes.get(PAD)),
                        Integer.parseInt(notes.getOrDefault(HALVE, "0")),
                        validation,
                        seed)
                : TrainingData.named(word, validation, seed);
    }
}
