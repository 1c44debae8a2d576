package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every measured figure of README and the guides is that of its measurement. A figure that links to docs/lab/claims.md#ID is the value of that row of
 * docs/lab/claims.csv. The decimal numbers of a paragraph, an item or a row that links to another section of the laboratory stand in that section.
 * {@code scripts/claims} measures the rows and writes the figures.
 */
final class ClaimsTest {
    private static final Path CSV = Path.of("docs", "lab", "claims.csv");
    private static final Path PAGE = Path.of("docs", "lab", "claims.md");

    /** The text of a figure that is still to be measured. */
    private static final String NONE = "…";

    private static final int COMMIT = 7;
    private static final int COLUMNS = 11;
    private static final Pattern CLAIM = Pattern.compile("\\[([^\\]]*)\\]\\([^)\\s]*lab/claims\\.md#([\\w-]+)\\)");
    private static final Pattern LAB = Pattern.compile("\\]\\([^)\\s]*lab/(?!claims)([\\w-]+\\.md)(?:#([\\w-]+))?\\)");
    private static final Pattern DECIMAL = Pattern.compile("(?<![\\w.,])\\d[\\d,]*\\.\\d+(?![\\w.])");

    private static final Pattern SHORT_TIME = Pattern.compile("\\d (ms|µs)\\b");

    /** Versions of other programs. */
    private static final Pattern VERSION = Pattern.compile("(Maven|Spark|JDK|Scala|PySpark) \\d+(\\.\\d+)*");

    /** The rows by their id. */
    private static Map<String, List<String>> rows(String csv) {
        return csv.lines()
                .skip(1)
                .map(l -> List.of(l.substring(1, l.length() - 1).split("\",\"", -1)))
                .collect(Collectors.toMap(List::getFirst, r -> r, (a, b) -> b, LinkedHashMap::new));
    }

    private static List<String> wrongFigures(String file, String text, Map<String, List<String>> rows) {
        List<String> found = new ArrayList<>();
        CLAIM.matcher(text).results().forEach(m -> {
            String value = rows.containsKey(m.group(2)) ? rows.get(m.group(2)).get(1) : NONE;
            if (!value.equals(m.group(1).replaceAll("\\s+", " "))) {
                found.add(file + ": " + m.group(2) + " is " + value + ", not " + m.group(1));
            }
        });
        return found;
    }

    /** Rows of another commit than the first one, and rows of sources that no commit has. */
    private static List<String> otherCommits(Map<String, List<String>> rows) {
        String release =
                rows.values().stream().map(r -> r.get(COMMIT)).findFirst().orElse("");
        return rows.values().stream()
                .filter(r -> !r.get(COMMIT).equals(release) || !release.matches("[0-9a-f]{8}"))
                .map(r -> r.getFirst() + " is of " + r.get(COMMIT) + ", the release of " + release)
                .toList();
    }

    /** Decimal numbers of blocks that link to the laboratory, which stand in no section that the block links to. */
    private static List<String> notMeasured(String file, String text) {
        List<String> found = new ArrayList<>();
        for (String block : Documents.blocks(text)) {
            List<MatchResult> links = LAB.matcher(block).results().toList();
            String measured = links.stream()
                    .map(l -> {
                        String page = Documents.text(Path.of("docs", "lab", l.group(1)));
                        return l.group(2) == null ? page : Documents.section(page, l.group(2));
                    })
                    .collect(Collectors.joining("\n"));
            String words = VERSION.matcher(CLAIM.matcher(block).replaceAll(""))
                    .replaceAll("")
                    .replaceAll("`[^`]*`|\"[^\"]*\"|\\]\\([^)]*\\)", "");
            if (links.isEmpty() && SHORT_TIME.matcher(words).find()) {
                found.add(file + ": a time without a link: " + block);
            }
            boolean isReadme = file.equals("README.md");
            DECIMAL.matcher(words)
                    .results()
                    .map(MatchResult::group)
                    .filter(n -> !links.isEmpty() || isReadme)
                    .filter(n -> !Pattern.compile("(?<![\\d.,])" + Pattern.quote(n) + "(?![\\d])")
                            .matcher(measured)
                            .find())
                    .forEach(n -> found.add(file + ": " + n + " stands in no linked section: " + block));
        }
        return found;
    }

    @Test
    void everyFigureIsTheValueOfItsClaim() {
        Map<String, List<String>> rows = rows(Documents.text(CSV));
        List<String> found = Documents.guides().stream()
                .flatMap(f -> wrongFigures(f.toString(), Documents.text(f), rows).stream())
                .toList();
        assertEquals(List.of(), found, "scripts/claims --figures writes the values of " + CSV);
    }

    @Test
    void allRowsAreOfOneCommit() {
        assertEquals(
                List.of(),
                otherCommits(rows(Documents.text(CSV))),
                "scripts/claims --resume measures these rows again");
    }

    @Test
    void thePageShowsEachRow() {
        String page = Documents.text(PAGE);
        List<String> found = rows(Documents.text(CSV)).values().stream()
                .filter(r -> r.size() != COLUMNS
                        || !Documents.section(page, r.getFirst()).contains("**" + r.get(1) + "**")
                        || !page.contains("commit " + r.get(COMMIT)))
                .map(List::toString)
                .toList();
        assertEquals(List.of(), found, "scripts/claims --figures writes " + PAGE);
    }

    @Test
    void figuresStandInTheLaboratory() {
        List<String> found = Documents.guides().stream()
                .flatMap(f -> notMeasured(f.toString().replace('\\', '/'), Documents.text(f)).stream())
                .toList();
        assertEquals(List.of(), found, "link to the section that has the figure");
    }

    @Test
    void findsWhatItLooksFor() {
        Map<String, List<String>> rows = rows("""
                id,value,error,figure,tables,condition,quiet,commit,date,machine,command
                "a","12 s","","","","default","quiet","01234567","2026-11-30","m","c"
                "b","4.6 %","","","","default","quiet","89abcdef","2026-11-30","m","c"
                """);
        assertEquals(
                List.of("x: a is 12 s, not 11 s", "x: c is …, not 1"),
                wrongFigures(
                        "x",
                        "[11 s](../lab/claims.md#a), [4.6 %](docs/lab/claims.md#b), [1](docs/lab/claims.md#c), […](docs/lab/claims.md#d)",
                        rows));
        assertEquals(List.of("b is of 89abcdef, the release of 01234567"), otherCommits(rows));
        assertEquals(
                List.of("a.md: a time without a link: A row takes 5 µs."),
                notMeasured("a.md", "A row takes 5 µs.\n\nIt takes `9 ms`, [5 µs](docs/lab/alarms.md#drift)."));
        assertEquals(
                List.of("README.md: 92.7 stands in no linked section: 92.7 and 92.4 "
                        + "([here](docs/lab/tables.md#the-default-with-whitened-members))"),
                notMeasured(
                        "README.md",
                        "92.7 and 92.4 ([here](docs/lab/tables.md#the-default-with-whitened-members))\n\nMaven 3.9"));
    }
}
