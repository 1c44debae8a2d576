package io.github.vflow.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The files of a release, one folder for each {@link Golden}, with the answers that the release gave about them.
 *
 * @param folder of the release, whose name is the release's
 */
record GoldenFiles(Path folder) {
    private static final String ANSWERS = "answers.txt";
    private static final String REMEDY =
            "A released file must load, with the same bits: read its version of the format beside that of"
                    + " today. If the release is not out yet and the change is meant, write its files anew as CONTRIBUTING.md says"
                    + " under \"Golden files\".";

    /** The releases, from the resources of the tests. */
    static List<GoldenFiles> releases() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(
                Objects.requireNonNull(GoldenFiles.class.getResource("/golden")).toURI()))) {
            return folders.sorted().map(GoldenFiles::new).toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no folder of golden files", e);
        }
    }

    /** A file of the newest release. */
    static Path newest(String kind, String file) throws IOException {
        return releases().getLast().folder().resolve(kind).resolve(file);
    }

    /** The numbers that the newest release answered to a question. */
    static double[] answer(String kind, String question) throws IOException {
        String line = Files.readAllLines(newest(kind, ANSWERS)).stream()
                .filter(l -> l.startsWith(question + ": "))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.substring(question.length() + 2).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Writes all files and answers anew. */
    void write() throws IOException {
        for (Golden kind : Golden.all()) {
            Path to = Files.createDirectories(folder.resolve(kind.name()));
            kind.write(to);
            Files.write(
                    to.resolve(ANSWERS),
                    kind.answers(to, 1).entrySet().stream()
                            .map(a -> a.getKey() + ": " + words(a.getValue()))
                            .toList());
        }
    }

    private static String words(double[] numbers) {
        return String.join(
                " ", Arrays.stream(numbers).mapToObj(Double::toString).toList());
    }

    /** Whether the release has files of a kind. */
    boolean has(Golden kind) {
        return Files.isDirectory(folder.resolve(kind.name()));
    }

    /** Why the files of a kind break the promise; empty if they keep it. */
    Optional<String> fault(Golden kind, int threads) {
        Path files = folder.resolve(kind.name());
        SortedMap<String, double[]> answers;
        List<String> expected;
        try {
            answers = kind.answers(files, threads);
            expected = Files.readAllLines(files.resolve(ANSWERS));
        } catch (IOException | RuntimeException e) {
            return Optional.of("A file of " + folder.getFileName() + " does not load any more: " + kind.name() + ": "
                    + e.getMessage() + ". " + REMEDY);
        }
        List<String> differences = differences(expected, answers);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("A file of " + folder.getFileName() + " gives other answers: " + kind.name() + ", "
                        + "threads " + threads + ": " + String.join("; ", differences) + ". " + REMEDY);
    }

    private static List<String> differences(List<String> expected, Map<String, double[]> answers) {
        List<String> differences = new ArrayList<>();
        for (String line : expected) {
            String question = line.substring(0, line.indexOf(": "));
            String numbers = line.substring(question.length() + 2);
            double[] answer = answers.get(question);
            if (answer == null) {
                differences.add("\"" + question + "\" has no answer");
            } else if (!numbers.equals(words(answer))) {
                differences.add(
                        first(question, numbers.split(" ", -1), words(answer).split(" ", -1)));
            }
        }
        return differences;
    }

    private static String first(String question, String[] expected, String[] numbers) {
        int at = Arrays.mismatch(expected, numbers);
        return "\"" + question + "\" number " + (at + 1) + " of " + expected.length + " was "
                + (at < expected.length ? expected[at] : "none") + " and is "
                + (at < numbers.length ? numbers[at] : "none");
    }

    @Override
    public String toString() {
        return String.valueOf(folder.getFileName());
    }

    /** The newest golden model of a kind. */
    static Path model(String kind) throws IOException {
        return newest(kind, Golden.MODEL);
    }

    /** The rows of the newest golden model of a kind. */
    static Path rows(String kind) throws IOException {
        return newest(kind, Golden.ROWS);
    }
}
