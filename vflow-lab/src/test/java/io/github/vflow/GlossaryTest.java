package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The glossary names types that exist, and no type of the product has a name of the words that it does not use. */
final class GlossaryTest {
    private static final Path PAGE = Path.of("docs", "reference", "glossary.md");

    private static final Set<String> PRODUCT = Set.of(
            "vflow-tensor",
            "vflow-nn",
            "vflow-flow",
            "vflow-table",
            "vflow-image",
            "vflow-serve",
            "vflow-cli",
            "vflow-lab",
            "vflow-spark",
            "vflow-kafka",
            "vflow-duckdb",
            "vflow-spring-boot-starter");

    /** Types that have a word for another notion. */
    private static final Map<String, String> EXCEPTIONS =
            Map.of("JsonNull", "JSON's own word", "Laws", "what every bijector obeys is a law, a distribution is none");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][\\w.]*)`");
    private static final Pattern PART = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

    /**
     * A line of the page.
     *
     * @param types whose names stand in the third column
     * @param not the words of the last column
     */
    private record Entry(String word, List<String> types, List<String> not) {}

    private static List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (String line : Documents.text(PAGE).lines().toList()) {
            String[] cells = line.replace("\\|", "").split("\\|", -1);
            if (cells.length == 6 && !line.startsWith("|---") && !line.startsWith("| word |")) {
                all.add(new Entry(
                        cells[1].strip(),
                        NAMED.matcher(cells[3]).results().map(r -> r.group(1)).toList(),
                        Arrays.stream(cells[4].split(",", -1))
                                .map(String::strip)
                                .filter(w -> !w.isEmpty())
                                .toList()));
            }
        }
        return all;
    }

    /** The names of all types of the product, each with the names of the files that have one. */
    private static Map<String, Set<String>> types() {
        return Sources.main().stream()
                .filter(s -> PRODUCT.contains(s.module()) && !s.isDescriptor())
                .flatMap(s -> names(s).stream().map(n -> Map.entry(n, file(s))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    private static Set<String> names(Source source) {
        Set<String> all = new HashSet<>();
        for (String line : source.lines()) {
            Matcher m = TYPE.matcher(line);
            if (!line.strip().startsWith("*") && !line.strip().startsWith("/") && m.find()) {
                all.add(m.group(1));
            }
        }
        return all;
    }

    private static String file(Source source) {
        return source.file().getFileName().toString().replace(".java", "");
    }

    /** The parts of a name such as {@code Score}, in small letters and without a plural. */
    private static String words(String type) {
        return PART.matcher(type)
                .results()
                .map(r -> singular(r.group().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(" ", " ", " "));
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    private static boolean has(String type, String unused) {
        return words(type)
                .contains(Arrays.stream(unused.split(" ", -1))
                        .map(GlossaryTest::singular)
                        .collect(Collectors.joining(" ", " ", " ")));
    }

    @Test
    void thePageHasItsLines() {
        assertTrue(entries().size() >= 25, entries()::toString);
    }

    @Test
    void everyTypeOfThePageExists() {
        Map<String, Set<String>> types = types();
        List<String> gone = entries().stream()
                .flatMap(e -> e.types().stream())
                .filter(t -> {
                    String[] path = t.split("[.]", -1);
                    return !types.getOrDefault(path[path.length - 1], Set.of()).contains(path[0]);
                })
                .toList();
        assertEquals(List.of(), gone, "docs/reference/glossary.md names types that are no longer there");
    }

    @Test
    void noTypeHasAWordThatIsNotUsed() {
        List<String> found = new ArrayList<>();
        Set<String> exceptions = new HashSet<>(EXCEPTIONS.keySet());
        for (String type : types().keySet()) {
            for (Entry e : entries()) {
                e.not().stream().filter(w -> has(type, w)).forEach(w -> {
                    if (!exceptions.remove(type)) {
                        found.add(type + ": docs/reference/glossary.md has \"" + e.word() + "\" for \"" + w + '"');
                    }
                });
            }
        }
        assertEquals(List.of(), found, "rename the type, or change the glossary");
        assertEquals(Set.of(), exceptions, "these exceptions are not needed");
    }

    @Test
    void namesAreSplit() {
        assertTrue(has("BijectorLaws", "law"));
        assertTrue(has("ValidationSets", "validation set"));
        assertTrue(has("JSONNull", "null"));
        assertEquals(" p value ", words("PValues"));
    }
}
