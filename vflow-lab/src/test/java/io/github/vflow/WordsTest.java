package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Sources.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Javadoc of main sources begins with a noun or a verb and fits a window; Javadoc and documents have nouns in place of pronouns. */
final class WordsTest {

    private static final int COLUMNS = 150;
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern OPENING = Pattern.compile("/\\*\\*[\\s*]*(Of|What|That which|Whoever|So many)\\b");

    /** The words of CONTRIBUTING.md that are not allowed. */
    private static final Pattern PHRASE =
            Pattern.compile("\\b(What|[Tt]hat of|[Oo]f which|[Tt]hose (?:that|which|who)|[Tt]hat which"
                    + "|[Oo]ne's own|[Ss]o many|has the bits of)\\b");

    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|\"[^\"]*\"|\\]\\([^)]*\\)");
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*[*] ?");

    /** Modules whose Javadoc is still to be rewritten. */
    private static final Set<String> EXCEPTIONS = Set.of("benchmarks");

    @Test
    void javadocOfOtherModulesIsClean() {
        List<String> all = Sources.main().stream()
                .filter(s -> !EXCEPTIONS.contains(s.module()))
                .flatMap(s -> findings(s).stream())
                .toList();
        assertEquals(
                List.of(),
                all,
                "begin with the noun or the verb, write the noun in place of the pronoun, and wrap long lines");
    }

    @Test
    void documentsAreClean() {
        List<String> all = Documents.all().stream()
                .flatMap(f -> phrases(f.toString(), Documents.text(f)).stream())
                .toList();
        assertEquals(List.of(), all, "write the noun in place of the pronoun");
    }

    /** Headings and quoted words count as names. */
    private static List<String> phrases(String file, String text) {
        return Documents.blocks(text).stream()
                .filter(b -> !b.startsWith("#"))
                .flatMap(b -> PHRASE.matcher(QUOTED.matcher(b).replaceAll("“”"))
                        .results()
                        .map(r -> file + ": has \"" + r.group() + "\" in " + b))
                .toList();
    }

    @Test
    void everyExceptionIsNeeded() {
        Set<String> unclean = Sources.main().stream()
                .filter(s -> !findings(s).isEmpty())
                .map(Source::module)
                .collect(Collectors.toSet());
        List<String> clean =
                EXCEPTIONS.stream().filter(m -> !unclean.contains(m)).sorted().toList();
        assertEquals(List.of(), clean, "the Javadoc of these modules is clean: remove the exceptions");
    }

    @Test
    void findsWhatItLooksFor() {
        String text = """
                /** Of a matrix. */
                /**
                 * What is computed.
                 */
                /** The sum. It has a step of one's own. */
                /** The sum. %s */
                /**
                 * The share of one and that
                 * of another.
                 */
                // Of no interest here
                /** Offsets of rows. Whatever follows is fine. */
                """.formatted("x".repeat(COLUMNS));
        Source source =
                new Source(Path.of("m/src/main/java/A.java"), text.lines().toList());
        assertEquals(
                List.of(
                        "m/src/main/java/A.java:1: begins with \"Of\"",
                        "m/src/main/java/A.java:2: begins with \"What\"",
                        "m/src/main/java/A.java:2: has \"What\"",
                        "m/src/main/java/A.java:5: has \"one's own\"",
                        "m/src/main/java/A.java:6: is longer than 150 columns",
                        "m/src/main/java/A.java:7: has \"that of\""),
                findings(source));
        assertEquals(List.of("a.md: has \"of which\" in two rows, one of which is odd"), phrases("a.md", """
                        # What it is

                        It says "What is that of".

                        two rows, one
                        of which is odd

                            What code says
                        """));
    }

    private static List<String> findings(Source source) {
        List<String> found = new ArrayList<>();
        String text = String.join("\n", source.lines());
        Matcher javadoc = JAVADOC.matcher(text);
        while (javadoc.find()) {
            String comment = javadoc.group();
            int line = 1
                    + (int) text.substring(0, javadoc.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            String place = source.file() + ":" + line + ": ";
            Matcher opening = OPENING.matcher(comment);
            if (opening.lookingAt()) {
                found.add(place + "begins with \"" + opening.group(1) + '"');
            }
            Matcher phrase = PHRASE.matcher(LINE_BREAK.matcher(comment).replaceAll(" "));
            if (phrase.find()) {
                found.add(place + "has \"" + phrase.group() + '"');
            }
            if (comment.lines().anyMatch(l -> l.length() > COLUMNS)) {
                found.add(place + "is longer than " + COLUMNS + " columns");
            }
        }
        return found;
    }
}
