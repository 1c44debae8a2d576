package io.github.vflow.benchmarks.paper.images;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.benchmarks.results.ResultLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Results of trainings in two CSV files: a line for each training, and beside it a line for each point of its curve.
 *
 * @param path of the file of trainings
 */
record ImageResultFile(Path path) {
    private static final List<String> HEADER =
            header("parameters", "training_images", "best_epoch", "validation_bits", "train_seconds", "note");
    private static final List<String> CURVE = header("epoch", "training_bits", "validation_bits");

    /** A point of the curve of a training. */
    private record Line(ImageRun run, CurvePoint point) {}

    private static List<String> header(String... own) {
        return Stream.concat(ImageRun.COLUMNS.stream(), Stream.of(own)).toList();
    }

    private ResultLines lines() {
        return new ResultLines(path, HEADER);
    }

    private ResultLines curves() {
        String name = path.getFileName().toString().replace(".csv", "-curves.csv");
        return new ResultLines(path.resolveSibling(name), CURVE);
    }

    /**
     * The results so far, the first of each training; none if there is no file.
     *
     * @throws IOException if a file cannot be read or holds something else
     */
    List<ImageResult> read() throws IOException {
        Map<ImageRun, Map<Integer, CurvePoint>> points = new LinkedHashMap<>();
        for (Line line : curves().read(ImageResultFile::point)) {
            points.computeIfAbsent(line.run, _ -> new LinkedHashMap<>()).put(line.point.epoch(), line.point);
        }
        Map<ImageRun, ImageResult> first = new LinkedHashMap<>();
        lines().read(line -> result(line, points)).forEach(r -> first.putIfAbsent(r.run(), r));
        return List.copyOf(first.values());
    }

    /** Prepares the files for {@link #add}. */
    void open() throws IOException {
        lines().open();
        curves().open();
    }

    /** Adds a result at the end of files that are open. The training is there once its own line is, which comes last. */
    void add(ImageResult r) throws IOException {
        for (CurvePoint p : r.curve()) {
            curves().add(with(
                    r.run(), String.valueOf(p.epoch()), String.valueOf(p.training()), String.valueOf(p.validation())));
        }
        lines().add(with(
                r.run(),
                String.valueOf(r.parameters()),
                String.valueOf(r.images()),
                r.isTrained() ? String.valueOf(r.best().epoch()) : "",
                r.isTrained() ? String.valueOf(r.best().validation()) : "",
                String.valueOf(r.seconds()),
                r.note()));
    }

    private static List<String> with(ImageRun run, String... own) {
        List<String> fields = new ArrayList<>(run.fields());
        fields.addAll(List.of(own));
        return fields;
    }

    private static Line point(NamedCsvRecord line) {
        return new Line(
                ImageRun.of(line),
                new CurvePoint(
                        Integer.parseInt(line.getField("epoch")),
                        Double.parseDouble(line.getField("training_bits")),
                        Double.parseDouble(line.getField("validation_bits"))));
    }

    private static ImageResult result(NamedCsvRecord line, Map<ImageRun, Map<Integer, CurvePoint>> points) {
        ImageRun run = ImageRun.of(line);
        String note = line.getField("note");
        Map<Integer, CurvePoint> curve = points.getOrDefault(run, Map.of());
        if (note.isEmpty() && curve.isEmpty()) {
            throw new IllegalArgumentException("the file of curves has no point of " + run);
        }
        return new ImageResult(
                run,
                Integer.parseInt(line.getField("parameters")),
                Integer.parseInt(line.getField("training_images")),
                List.copyOf(curve.values()),
                Double.parseDouble(line.getField("train_seconds")),
                note);
    }
}
