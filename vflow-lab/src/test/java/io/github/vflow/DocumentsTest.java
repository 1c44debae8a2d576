package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Documents.Piece;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, code is run by a test or names things that are there, and README fits a screen. */
final class DocumentsTest {
    private static final int README_LINES = 120;
    private static final int GUIDE_WORDS = 1_200;
    private static final int GUIDE_COLUMNS = 100;
    private static final int ALL_WORDS = 38_000;
    private static final int LAB_WORDS = 12_000;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    /** Languages of which tests run every piece in README and the guides: DocumentedCommandsTest, DocumentedJavaTest, ScoringTest, those of integrations. */
    private static final Set<String> RUN = Set.of("console", "sh", "java", "sql", "properties");

    /** The page about the modules whose tests hold its pieces. */
    private static final Path INTEGRATIONS = Path.of("docs", "guide", "integrations.md");

    /** Pieces that no test can run here. */
    private static final Set<String> NOT_RUN = Set.of("docs/guide/spark.md python", "docs/guide/service.md dockerfile");

    private static final Set<Path> FILES = files();

    @Test
    void noLinkIsDead() {
        List<String> dead = Documents.all().stream()
                .flatMap(f -> dead(f, Documents.text(f)).stream())
                .toList();
        assertEquals(List.of(), dead, "mend these links");
    }

    @Test
    void everyPieceOfReadmeAndGuidesIsRun() {
        List<String> found = new ArrayList<>();
        Set<String> unneeded = new HashSet<>(NOT_RUN);
        for (Piece piece : Documents.pieces(Documents.guides())) {
            String kind = piece.file().toString().replace('\\', '/') + " " + piece.language();
            unneeded.remove(kind);
            if (!isRun(piece) && !NOT_RUN.contains(kind)) {
                found.add(piece + ": no test runs code in \"" + piece.language() + '"');
            }
        }
        assertEquals(List.of(), found, "write console, sh or java, or add a test");
        assertEquals(Set.of(), unneeded, "these exceptions are not needed");
    }

    /** The test of the module runs what it holds. */
    @Test
    void everyPieceAboutIntegrationsStandsInATest() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path module : Sources.modules()) {
            Sources.tests(module).forEach(s -> tests.append(String.join("", s.lines())));
        }
        String all = tests.toString().replaceAll("\\s", "");
        List<Piece> pieces = Documents.pieces(List.of(INTEGRATIONS));
        assertTrue(pieces.size() > 1, pieces.toString());
        List<String> found = pieces.stream()
                .filter(p -> !all.contains(p.lines().stream()
                        .map(line -> line.replaceFirst("// .*", ""))
                        .collect(Collectors.joining())
                        .replaceAll("\\s", "")))
                .map(p -> p + ": no test has this code")
                .toList();
        assertEquals(List.of(), found, "write it as the test does");
    }

    private static boolean isRun(Piece piece) {
        String text = String.join("\n", piece.lines());
        return switch (piece.language()) {
            case "xml" -> text.contains("<version>" + version() + "</version>");
            case "", Documents.INDENTED -> piece.lines().stream().noneMatch(DocumentedNames::isCommand);
            default -> RUN.contains(piece.language());
        };
    }

    /** The version of the project without the mark of a snapshot. */
    private static String version() {
        Matcher matcher =
                Pattern.compile("(?m)^  <version>([^<]*)</version>").matcher(Documents.text(Path.of("pom.xml")));
        assertTrue(matcher.find(), "the parent pom has a version");
        return matcher.group(1).replace("-SNAPSHOT", "");
    }

    @Test
    void commandsNameWhatIsThere() {
        DocumentedNames names = new DocumentedNames(FILES);
        List<String> found = Documents.pieces(Documents.all()).stream()
                .flatMap(p -> p.commands().stream()
                        .filter(DocumentedNames::isCommand)
                        .flatMap(c -> names.missing(c).stream().map(m -> p + ": there is no " + m)))
                .toList();
        assertEquals(List.of(), found, "mend these commands");
    }

    @Test
    void documentsAreShort() {
        long lines = Documents.text(Path.of("README.md")).lines().count();
        assertTrue(lines <= README_LINES, "README.md has " + lines + " lines, at most " + README_LINES);
        List<String> long_ = Documents.guides().stream()
                .map(f -> f + ": " + words(Documents.prose(Documents.text(f))))
                .filter(s -> Integer.parseInt(s.replaceAll(".* ", "")) > GUIDE_WORDS)
                .toList();
        assertEquals(List.of(), long_, "a guide has at most " + GUIDE_WORDS + " words beside its code");
    }

    @Test
    void allDocumentsTogetherAreShort() {
        Map<String, Integer> counts = new TreeMap<>();
        Documents.all().stream()
                .filter(f -> f.startsWith("docs") || f.equals(Path.of("README.md")))
                .forEach(f -> counts.put(f.toString().replace('\\', '/'), words(Documents.text(f))));
        int all = counts.values().stream().mapToInt(n -> n).sum();
        int lab = counts.entrySet().stream()
                .filter(e -> e.getKey().startsWith("docs/lab/"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertTrue(all <= ALL_WORDS, "README and docs have " + all + " words, at most " + ALL_WORDS + ": " + counts);
        assertTrue(lab <= LAB_WORDS, "docs/lab has " + lab + " words, at most " + LAB_WORDS);
    }

    @Test
    void linesOfGuidesFitATerminal() {
        List<String> wide = Documents.guides().stream()
                .filter(f -> !f.equals(Path.of("README.md")))
                .flatMap(f -> Documents.prose(Documents.text(f))
                        .lines()
                        .filter(l -> l.replaceAll("[(]\\S*claims[.]md#[\\w-]+[)]", "")
                                                .length()
                                        > GUIDE_COLUMNS
                                && !l.startsWith("|")
                                && l.strip().contains(" "))
                        .map(l -> f + ": " + l))
                .toList();
        assertEquals(List.of(), wide, "a line of a guide has at most " + GUIDE_COLUMNS + " columns");
    }

    private static int words(String text) {
        return text.strip().split("\\s+", -1).length;
    }

    @Test
    void findsWhatItLooksFor() {
        String text = """
                # A title: `code` and (more)
                [here](#a-title-code-and-more), [there](docs/guide/tables.md#reading), [not](docs/none.md), [nor](#none)
                ```sh
                # [no link](none.md)
                scripts/find-jdk --all \\
                    x    # a remark
                ```

                    scripts/none io.github.vflow.None -Dtest=NoneTest -Pnone
                """;
        Path file = Path.of("README.md");
        assertEquals(List.of("README.md: docs/none.md", "README.md: #none"), dead(file, text));
        List<Piece> pieces = Documents.pieces(file, text);
        assertEquals(
                List.of("README.md:4 sh", "README.md:9 indented"),
                pieces.stream().map(p -> p + " " + p.language()).toList());
        assertEquals(List.of("scripts/find-jdk --all x"), pieces.getFirst().commands());
        assertEquals(
                List.of("scripts/none", "io.github.vflow.None", "NoneTest", "-Pnone"),
                new DocumentedNames(FILES).missing(pieces.getLast().commands().getFirst()));
        assertEquals(false, isRun(new Piece(file, 1, "scala", List.of())));
        assertEquals(false, isRun(new Piece(file, 1, "", List.of("./vflow demo"))));
    }

    private static List<String> dead(Path file, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = LINK.matcher(Documents.prose(text));
        while (matcher.find()) {
            String target = matcher.group(1);
            if (!target.contains("://") && !isThere(file, text, target)) {
                found.add(file + ": " + target);
            }
        }
        return found;
    }

    private static boolean isThere(Path file, String text, String target) {
        String[] parts = target.split("#", 2);
        Path from = file.getParent() == null ? Path.of("") : file.getParent();
        Path to = parts[0].isEmpty() ? file : from.resolve(parts[0]).normalize();
        if (!Files.exists(Sources.root().resolve(to))) {
            return false;
        }
        return parts.length == 1
                || anchors(parts[0].isEmpty() ? text : Documents.text(to)).contains(parts[1]);
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> anchors(String text) {
        return HEADING.matcher(Documents.prose(text))
                .results()
                .map(r -> Documents.anchor(r.group(1)))
                .collect(Collectors.toSet());
    }

    /** All files of the project from its root, except build outputs. */
    private static Set<Path> files() {
        try (Stream<Path> all = Files.walk(Sources.root())) {
            return all.map(Sources.root()::relativize)
                    .filter(f -> !f.toString().contains("target") && !f.startsWith(".git"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
