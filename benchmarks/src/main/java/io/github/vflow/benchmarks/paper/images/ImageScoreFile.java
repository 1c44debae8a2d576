package io.github.vflow.benchmarks.paper.images;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.benchmarks.results.ResultLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bits of test images in a CSV file: a line for each model and number of samples, with those of all images in its last field.
 *
 * @param path of the file
 */
record ImageScoreFile(Path path) {
    private static final List<String> HEADER = Stream.concat(
                    ImageRun.COLUMNS.stream(),
                    Stream.of("samples", "images", "bits", "effective_samples", "seconds", "bits_of_images"))
            .toList();

    private ResultLines lines() {
        return new ResultLines(path, HEADER);
    }

    /**
     * The scores so far, the first of each model, number of samples and number of images; none if there is no file.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    List<ImageScores> read() throws IOException {
        Map<List<Object>, ImageScores> first = new LinkedHashMap<>();
        lines().read(ImageScoreFile::scores)
                .forEach(s ->
                        first.putIfAbsent(List.of(s.run(), s.samples(), s.bits().size()), s));
        return List.copyOf(first.values());
    }

    /** Prepares the file for {@link #add}. */
    void open() throws IOException {
        lines().open();
    }

    /** Adds scores at the end of a file that is open. */
    void add(ImageScores s) throws IOException {
        List<String> fields = new ArrayList<>(s.run().fields());
        fields.add(String.valueOf(s.samples()));
        fields.add(String.valueOf(s.bits().size()));
        fields.add(String.valueOf(s.mean().value()));
        fields.add(String.valueOf(s.effectiveSamples()));
        fields.add(String.valueOf(s.seconds()));
        fields.add(s.bits().stream()
                .map(b -> String.format(Locale.ROOT, "%.5f", b))
                .collect(Collectors.joining(" ")));
        lines().add(fields);
    }

    private static ImageScores scores(NamedCsvRecord line) {
        return new ImageScores(
                ImageRun.of(line),
                Integer.parseInt(line.getField("samples")),
                Double.parseDouble(line.getField("effective_samples")),
                Arrays.stream(line.getField("bits_of_images").split(" "))
                        .map(Double::valueOf)
                        .toList(),
                Double.parseDouble(line.getField("seconds")));
    }
}
