package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of README and the guides runs, in their order, with few steps and samples; those of other pages have options that exist. */
final class DocumentedCommandsTest {
    private static final String COMMAND = "./vflow";
    private static final int MINUTES = 10;
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");

    /** By day, ImagesTest runs commands of images on smaller models. */
    private static final String IMAGES = "images.md";

    /** What else a shell piece may begin with: builds and other programs. */
    private static final Set<String> OTHERS = Set.of("mvn", "java", "spark-shell", "spark-submit", "JARS=$(ls");

    /** Options that make a command short, and their values there. */
    private static final Map<String, String> SHORT =
            Map.of("--steps", "20", "--warm-up", "1", "--samples", "2", "-n", "3");

    /** Options of a training that do not take one more about its members. */
    private static final Set<String> MEMBERS = Set.of("--noise", "--within");

    @TempDir
    Path folder;

    @Test
    void commandsOfReadmeAndGuidesRun() throws IOException, InterruptedException {
        copyExamples(folder);
        if (!NIGHTLY) {
            shorten("park.csv", 80);
        }
        writeSensors("sensors.csv", 1_200, 1);
        writeSensors("today.csv", 200, 2);
        writeOrders();
        List<List<String>> commands = Documents.pieces(Documents.guides()).stream()
                .filter(p -> NIGHTLY || !p.file().endsWith(IMAGES))
                .flatMap(p -> commands(p).stream())
                .map(DocumentedCommandsTest::shortened)
                .distinct()
                .toList();
        assertTrue(commands.size() > 12, "there are only " + commands);
        Path out = folder.resolve("out.txt");
        Process process = CommandLines.start(folder, commands, out);
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), () -> "still running: " + read(out));
        assertEquals(0, process.exitValue(), () -> read(out));
    }

    /** The words of the commands of a piece, without its first. */
    private static List<List<String>> commands(Documents.Piece piece) {
        if (!piece.language().equals("console") && !piece.language().equals("sh")) {
            return List.of();
        }
        List<List<String>> found = new ArrayList<>();
        for (String command : piece.commands()) {
            List<String> words = Documents.words(command);
            if (words.getFirst().equals(COMMAND)) {
                found.add(words.subList(1, words.size()));
            } else {
                assertTrue(OTHERS.contains(words.getFirst()), piece + " runs a program that no test knows: " + command);
            }
        }
        return found;
    }

    private static List<String> shortened(List<String> words) {
        List<String> changed = IntStream.range(0, words.size())
                .mapToObj(i -> i == 0 ? words.get(i) : SHORT.getOrDefault(words.get(i - 1), words.get(i)))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean isTraining = Set.of("plan", "train", "experiment", "demo").contains(words.getFirst());
        if (isTraining && Collections.disjoint(words, Set.of("--steps", "--resume", "--plan"))) {
            changed.addAll(List.of("--steps", "20"));
            if (words.getFirst().equals("train") && Collections.disjoint(words, MEMBERS)) {
                changed.addAll(List.of("--noise", "0"));
            }
        }
        boolean hasImages = words.contains("--images") || words.contains("digits-test");
        if (words.getFirst().equals("evaluate") && hasImages) {
            changed.addAll(List.of("--rows", "4"));
        }
        if (isTraining && hasImages) {
            changed.set(changed.indexOf("--steps") + 1, "2");
        }
        return changed;
    }

    /** Copies the tables of the examples to a folder. */
    static void copyExamples(Path folder) throws IOException {
        Path examples = Files.createDirectory(folder.resolve("examples"));
        for (String name : List.of("trees.csv", "new-trees.csv", "park.csv")) {
            Files.copy(Path.of("..", "examples", name), examples.resolve(name));
        }
    }

    private void shorten(String name, int rows) throws IOException {
        Path table = folder.resolve("examples").resolve(name);
        Files.write(table, Files.readAllLines(table).subList(0, rows + 1));
    }

    private void writeSensors(String name, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        Stream<String> lines = Stream.generate(() -> {
                    double temp = 20 + 4 * random.nextGaussian();
                    double press = 1_000 - temp + random.nextGaussian();
                    return String.format(Locale.ROOT, "%.4f,%.4f,%.4f", temp, press, random.nextGaussian());
                })
                .limit(rows);
        Files.write(
                folder.resolve(name),
                Stream.concat(Stream.of("temp,press,load"), lines).toList());
    }

    private void writeOrders() throws IOException {
        Random random = new Random(3);
        Stream<String> lines = Stream.generate(() -> {
                    long price = random.nextLong(100, 20_000);
                    long tax = random.nextLong(10, 2_000);
                    return String.format(
                            Locale.ROOT, "%.2f,%.2f,%.2f", price / 100.0, tax / 100.0, (price + tax) / 100.0);
                })
                .limit(1_200);
        Files.write(
                folder.resolve("orders.csv"),
                Stream.concat(Stream.of("price,tax,total"), lines).toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void thePageOfCommandsHasThemAll() {
        String page = Documents.text(Path.of("docs", "reference", "commands.md"));
        List<String> missing = MainTest.commands().keySet().stream()
                .filter(c -> !c.equals("help") && !page.contains("\n| `" + c))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void optionsOfOtherPagesExist() {
        List<String> refused = new ArrayList<>();
        int[] number = {0};
        List<Path> pages =
                Documents.all().stream().filter(f -> f.startsWith("docs")).toList();
        for (Documents.Piece piece : Documents.pieces(pages)) {
            for (String command : piece.commands()) {
                List<String> words = Documents.words(command.replaceAll("^([A-Z_]+=\\S+ |time )*", ""));
                if (words.isEmpty() || !words.getFirst().equals(COMMAND)) {
                    continue;
                }
                number[0]++;
                String[] asked = Stream.concat(words.stream().skip(1), Stream.of("--help"))
                        .map(w -> w.equals("N") ? "1" : w)
                        .toArray(String[]::new);
                Run run = Run.vflow((Object[]) asked);
                if (run.code() != 0) {
                    refused.add(piece + ": " + Arrays.toString(asked) + ": " + run.err());
                }
            }
        }
        assertTrue(number[0] > 40, "only " + number[0] + " commands");
        assertEquals(List.of(), refused);
    }
}
