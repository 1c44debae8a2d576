package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packages that decide about the model of a table have no number but those of {@code defaults}, and the constants that are listed here. */
final class DecidingNumbersTest {
    private static final List<String> PACKAGES = List.of(
            "io.github.vflow.table.fit",
            "io.github.vflow.table.inference",
            "io.github.vflow.table.outlier",
            "io.github.vflow.table.plan",
            "io.github.vflow.table.training",
            "io.github.vflow.table.verdict",
            "io.github.vflow.flow.train.defensive",
            "io.github.vflow.flow.train.stacking");

    /** Comments, texts and characters, which are no numbers. */
    private static final Pattern WORDS = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'", Pattern.DOTALL);

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.])(?:0[xX]\\w+|\\d[\\d_]*(?:[.][\\d_]*)?(?:[eE][+-]?\\d+)?[lLfFdD]?)");

    /** Counting, pairs and halves. */
    private static final Set<String> PLAIN = Set.of("0", "0.0", "1", "1.0", "2", "2.0", "0.5", "0L", "1L", "2L");

    /** Notation that decides nothing, wherever it stands. */
    private static final Pattern NOTATION = Pattern.compile(
            "\\b100(?:[.]0)? \\* " // per cent
                    + "|\\) \\* 1e-9\\b" // seconds of nanoseconds
                    + "|\\b0[.][27]5\\b" // quartiles
                    + "|Math[.]pow\\(10, "); // decimal digits

    /** Mathematical and technical constants of a file, each with the reason why it is no default. */
    private static final Map<String, Map<String, String>> LISTED = Map.ofEntries(
            Map.entry("Groups", Map.of("1.4826", "the standard deviation of the normal law in median distances")),
            Map.entry("QuartileScale", Map.of("1.349", "the interquartile range of the normal law")),
            Map.entry(
                    "ColumnProfile",
                    Map.of(
                            "13", "bits of a hash",
                            "0x9E3779B9", "mixes the bits of a hash",
                            "8", "digits of a date",
                            "4", "digits of a year")),
            Map.entry("DateProfile", Map.of("12", "months of a year")),
            Map.entry("ColumnValues", Map.of("1e7", "how a number is shown")),
            Map.entry("NumberProfile", Map.of("4", "a point and a group of three digits")),
            Map.entry(
                    "Cycles",
                    Map.of(
                            "3",
                            "a cycle, the one before and the one after",
                            "1e-9",
                            "rounding errors of sums of squares")),
            Map.entry("Planner", Map.of("3", "the third power of TrainingDefaults.WIDE over the columns")),
            Map.entry("RelationSearch", Map.of("3", "a sum has three columns")),
            Map.entry(
                    "SeasonSearch",
                    Map.of(
                            "1e-7",
                            "rounding errors of days",
                            "24",
                            "hours of a day",
                            "7",
                            "days of a week",
                            "3",
                            "1970 began on a Thursday")),
            Map.entry("Sums", Map.of("1e-9", "rounding errors of a projection", "1e-12", "rounding errors of a mean")),
            Map.entry("NormalMixtureFit", Map.of("40", "exp(−40) is below the last bit of one")),
            Map.entry("Scatters", Map.of("1e-7", "a part that float32 does not show")),
            Map.entry("Stacking", Map.of("1e-35", "nearly nothing in float32")),
            Map.entry(
                    "Heap",
                    Map.of(
                            "0.8", "the collector needs room",
                            "12", "arrays as long as the parameters",
                            "20", "bits of a mebibyte",
                            "16", "rows of the batch that a message offers")));

    @Test
    void numbersStandInDefaults() {
        List<String> found = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        Set<String> packages = new TreeSet<>();
        for (Source source : Sources.main()) {
            if (decides(source)) {
                packages.add(source.packageName());
                found.addAll(findings(source, seen));
            }
        }
        assertTrue(packages.containsAll(PACKAGES), "the packages are there: " + packages);
        assertEquals(
                List.of(),
                found,
                "give the number a name and a reason in a class of defaults, or list it here if it is mathematics");
        Set<String> unneeded = new TreeSet<>();
        LISTED.forEach((file, numbers) -> numbers.keySet().forEach(n -> unneeded.add(file + " " + n)));
        unneeded.removeAll(seen);
        assertEquals(Set.of(), unneeded, "these constants are no longer there");
    }

    private static boolean decides(Source source) {
        if (source.isDescriptor()) {
            return false;
        }
        String name = source.packageName();
        return name.equals("io.github.vflow.table")
                || PACKAGES.stream().anyMatch(p -> (name + ".").startsWith(p + "."));
    }

    @Test
    void findsWhatItLooksFor() {
        Source source =
                new Source(Path.of("m/src/main/java/A.java"), """
                /** Takes 17 rows. */
                class A {
                    static final int FEW = 1_000;  // not 20
                    double half = 0.5 * x[1] + x2 + 2 * 1e-3;
                    String s = "100 rows", c = '7' + (char) 0x41;
                    double percent = 100 * share;
                }
                """.lines().toList());
        assertEquals(
                List.of(
                        "m/src/main/java/A.java:3: 1_000",
                        "m/src/main/java/A.java:4: 1e-3",
                        "m/src/main/java/A.java:5: 0x41"),
                findings(source, new TreeSet<>()));
    }

    /**
     * The numbers of a file that nothing allows.
     *
     * @param seen gets the listed numbers that are there
     */
    private static List<String> findings(Source source, Set<String> seen) {
        String text = blanked(blanked(String.join("\n", source.lines()), WORDS), NOTATION);
        String name = source.file().getFileName().toString().replace(".java", "");
        Map<String, String> listed = LISTED.getOrDefault(name, Map.of());
        List<String> found = new ArrayList<>();
        Matcher m = NUMBER.matcher(text);
        while (m.find()) {
            if (listed.containsKey(m.group())) {
                seen.add(name + " " + m.group());
            } else if (!PLAIN.contains(m.group())) {
                long line = 1
                        + text.substring(0, m.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                found.add(source.file() + ":" + line + ": " + m.group());
            }
        }
        return found;
    }

    /** A text with blanks in place of all that a pattern finds. */
    private static String blanked(String text, Pattern pattern) {
        return pattern.matcher(text).replaceAll(m -> m.group().replaceAll("[^\\n]", " "));
    }
}
