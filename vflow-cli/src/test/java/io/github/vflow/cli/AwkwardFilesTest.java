package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files as people have them go through the commands by default options, or by the options that a message names. */
final class AwkwardFilesTest {
    private static final Path FILES = Path.of("src", "test", "resources", "awkward");
    private static final List<String> SMALL = List.of(
            "--steps", "3", "--augment", "1", "--flow-steps", "1", "--hidden", "8", "--threads", "1", "--noise", "0");

    /** By day one file of so many trains, and the others are read. */
    private static final int TRAINED = 3;

    @TempDir
    static Path dir;

    static List<AwkwardFile> files() {
        return AwkwardFile.all();
    }

    @Test
    void everyFileHasALineAndIsSmall() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> all = Files.list(FILES)) {
            for (Path file : all.toList()) {
                there.add(file.getFileName().toString());
                assertTrue(Files.size(file) < 2_048, file + " has " + Files.size(file) + " bytes");
            }
        }
        there.remove("ragged.csv");
        assertEquals(new TreeSet<>(files().stream().map(AwkwardFile::name).toList()), there);
    }

    @ParameterizedTest
    @MethodSource("files")
    void theCommandsReadItAndWriteItsOwnForm(AwkwardFile file) throws IOException {
        Path in = FILES.resolve(file.name());
        String shown = Run.vflow("schema", in).ok().out();
        assertTrue(shown.contains(file.said()), shown);
        Path model = dir.resolve(file.name() + ".safetensors");
        if (!file.remedy().isEmpty()) {
            String refused = train(in, model, List.of()).failure(1);
            assertTrue(
                    Stream.of(shown, refused)
                            .anyMatch(text -> text.contains(file.remedy().getFirst())),
                    () -> file.remedy() + " is in no message:\n" + shown + refused);
        }
        String accepted = vflow("schema", in, file.remedy()).ok().out();
        assertFalse(accepted.contains("problem: "), accepted);
        assertEquals(kinds(file), modelled(accepted), accepted);
        if (!Boolean.getBoolean("vflow.nightly") && files().indexOf(file) % TRAINED > 0) {
            return;
        }
        train(in, model, file.remedy()).ok();
        assertAll(() -> scored(file, in, model), () -> sampled(file, model), () -> imputed(file, in, model));
    }

    private static String kinds(AwkwardFile file) {
        return file.columns().stream().map(c -> c.name() + " " + c.kind()).collect(Collectors.joining(", "));
    }

    private static String modelled(String schema) {
        return schema.lines()
                .skip(2)
                .takeWhile(line -> !line.startsWith("note: ") && !line.startsWith("problem: "))
                .map(line -> line.split(" +"))
                .filter(words -> !Set.of("ignored", "constant", "derived").contains(words[1]))
                .map(words -> words[0] + " " + words[1])
                .collect(Collectors.joining(", "));
    }

    private static void scored(AwkwardFile file, Path in, Path model) throws IOException {
        List<CsvRecord> rows =
                records(vflow("score", model, in, format(file)).ok().out());
        assertEquals("log_prob", rows.getFirst().getFields().getLast());
        for (CsvRecord row : rows.subList(1, rows.size())) {
            double score = Double.parseDouble(row.getFields().getLast());
            assertTrue(Double.isFinite(score), row.toString());
        }
        assertTrue(rows.size() >= 37, rows.size() + " lines");
    }

    private static void sampled(AwkwardFile file, Path model) throws IOException {
        List<CsvRecord> rows = records(Run.vflow("sample", model, "-n", 40).ok().out());
        assertEquals(41, rows.size());
        requireForms(file, rows);
    }

    private static void imputed(AwkwardFile file, Path in, Path model) throws IOException {
        List<CsvRecord> rows = records(vflow("impute", model, in, format(file), named(file), "--samples", "200")
                .ok()
                .out());
        requireForms(file, rows);
    }

    private static void requireForms(AwkwardFile file, List<CsvRecord> rows) {
        List<String> names = rows.getFirst().getFields();
        for (AwkwardFile.Field c : file.columns()) {
            int j = names.indexOf(c.name());
            assertTrue(j >= 0, c.name() + " is not in " + names);
            List<String> others = rows.stream()
                    .skip(1)
                    .map(row -> row.getField(j).strip())
                    .filter(cell -> !cell.matches(c.form()))
                    .toList();
            assertEquals(List.of(), others, c.name() + " has cells of another form than " + c.form());
        }
    }

    /** A row with cells after the last column is refused until it is removed, and score and impute keep it as it is. */
    @Test
    void rowsOfAnotherWidthAreNamedAndKeepTheirColumns() throws IOException {
        Path in = FILES.resolve("ragged.csv");
        Path model = dir.resolve("ragged.safetensors");
        String refused = train(in, model, List.of()).failure(1);
        assertTrue(refused.contains("first \"4 cells\" at line 15; complete or remove these rows"), refused);
        List<String> lines = new ArrayList<>(Files.readAllLines(in));
        lines.remove(14);
        Path repaired = Files.write(dir.resolve("repaired.csv"), lines);
        train(repaired, model, List.of()).ok();
        Run score = Run.vflow("score", model, in);
        assertEquals(3, score.code(), score.err());
        List<CsvRecord> rows = records(score.out());
        assertTrue(rows.stream().allMatch(row -> row.getFieldCount() == 4), score.out());
        assertEquals(List.of("9.8", "-0.05", ""), rows.get(12).getFields().subList(0, 3));
        assertTrue(Double.isFinite(Double.parseDouble(rows.get(12).getField(3))), score.out());
        assertEquals(
                List.of("-3.6", "-0.50", "1.98,7"), rows.get(14).getFields().subList(0, 3));
        assertEquals("", rows.get(14).getField(3));
        Run draws = Run.vflow("impute", model, in, "--draws", 2, "--samples", 20);
        assertEquals(3, draws.code(), draws.err());
        rows = records(draws.out());
        assertTrue(rows.stream().allMatch(row -> row.getFieldCount() == 4), draws.out());
        assertTrue(rows.get(24).getField(2).matches("-?\\d\\.\\d\\d"), draws.out());
        assertEquals("2", rows.get(24).getField(3));
        assertEquals("1.98,7", rows.get(28).getField(2));
    }

    private static Run train(Path in, Path model, List<String> more) {
        return vflow("train", in, "--out", model, SMALL, more);
    }

    /** Texts that stand for gaps, which impute fills only if they are named. */
    private static List<String> named(AwkwardFile file) {
        return switch (file.name()) {
            case "words-for-gaps.csv", "row-names.csv" -> List.of("--missing", "NA,N/A,NaN,nan,null,NULL,None,-,?");
            case "own-word-for-gaps.csv" -> List.of("--missing", "missing");
            case "units-line.csv" -> List.of("--missing", "kg,cm");
            default -> List.of();
        };
    }

    /** The options of a remedy that say how other files are read, too; a model keeps the rest. */
    private static List<String> format(AwkwardFile file) {
        return IntStream.range(0, file.remedy().size())
                .filter(i ->
                        Set.of("--decimal", "--header").contains(file.remedy().get(i - i % 2)))
                .mapToObj(file.remedy()::get)
                .toList();
    }

    private static Run vflow(Object... words) {
        return Run.vflow(Stream.of(words)
                .flatMap(word -> word instanceof List<?> list ? list.stream() : Stream.of(word))
                .toArray());
    }

    private static List<CsvRecord> records(String csv) throws IOException {
        String first = csv.lines().findFirst().orElse("");
        char separator = Stream.of(';', '\t', '|')
                .filter(c -> first.indexOf(c) >= 0)
                .findFirst()
                .orElse(',');
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(separator).ofCsvRecord(csv)) {
            return reader.stream().toList();
        }
    }
}
