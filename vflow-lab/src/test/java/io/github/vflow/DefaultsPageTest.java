package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each default has a sentence and its measurement, and the page has some of them, by the question of a user. {@code -Dvflow.write.pages=true}
 * writes the page instead: {@code mvn -q test -pl vflow-lab -am -Dtest=DefaultsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvflow.write.pages=true}.
 * {@link DocumentsTest} finds links of the page that lead nowhere.
 */
final class DefaultsPageTest {
    private static final Path PAGE = Path.of("docs", "reference", "defaults.md");
    private static final Pattern TYPE = Pattern.compile("/\\*\\* ([^*]*) \\*/\\npublic final class (\\w+Defaults) ");
    private static final Pattern CONSTANT =
            Pattern.compile("public static final (?:int|long|double|float) (\\w+) = ([^;]+);");
    private static final Pattern DOCUMENTED =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + CONSTANT, Pattern.DOTALL);
    private static final Pattern SENTENCE =
            Pattern.compile("(.+[.]) (?:Not measured|Measured: docs/lab/((\\w[\\w-]*)[.]md(?:#[\\w-]+)?))[.]");

    /**
     * A question that numbers answer.
     *
     * @param defaults of a class and a constant each
     */
    private record Question(String text, List<String> defaults) {
        static Question of(String text, String type, String... constants) {
            return new Question(
                    text, Stream.of(constants).map(c -> type + "." + c).toList());
        }

        Question and(String type, String... constants) {
            return new Question(
                    text,
                    Stream.concat(defaults.stream(), Stream.of(constants).map(c -> type + "." + c))
                            .toList());
        }
    }

    private static final List<Question> QUESTIONS = List.of(
            Question.of("Which rows train?", "SplitDefaults", "HELD_OUT", "ONE_OF", "FEWEST_TO_CALIBRATE")
                    .and("SplitDefaults", "FEWEST_TO_CROSS_FIT", "FOLDS_OF_FEW_ROWS", "FOLDS_OF_MANY_ROWS"),
            Question.of("Which models train?", "MemberDefaults", "NOISE", "MUCH_NOISE", "MOST_ROWS_OF_ALL")
                    .and("MemberDefaults", "MOST_COLUMNS_OF_ALL", "MOST_COLUMNS", "FLOW_STEPS")
                    .and("FlowDefaults", "WIDTH", "COMPONENTS")
                    .and("MixtureDefaults", "STUDENT", "COMPONENTS"),
            Question.of("How long does it train?", "TrainingDefaults", "STEPS", "WIDE", "BATCH", "LEARNING_RATE")
                    .and("TrainingDefaults", "EMA", "PATIENCE", "FILL_STEPS"),
            Question.of("Which kind has a column?", "KindDefaults", "FEW_WHOLE", "WIDEST", "MOST_LISTED")
                    .and("KindDefaults", "ATOM_SHARE", "MOST_LABELS", "FEWEST_OF_LABEL", "UNIQUE"),
            Question.of("How exact is a score of a row with gaps?", "GapDefaults", "SAMPLES", "ONE_CELL")
                    .and("GapDefaults", "FEWEST_EFFECTIVE", "MOST_TERMS"),
            Question.of("When is a row an alarm?", "AnswerDefaults", "ALARM_RATE", "MOST_BLAMED")
                    .and("AnswerDefaults", "MOST_COLUMNS_TO_BLAME")
                    .and("ViewDefaults", "LEAST_REPEATED", "ALARMS_OF_A_GROUP", "EXCESS_OF_SHARES"),
            Question.of("When does vflow outliers flag a row?", "OddRowDefaults", "EXPECTED_ROWS", "EXPECTED_SHARE")
                    .and("OddRowDefaults", "FALSE_DISCOVERIES", "MANY_SUSPECTS", "MOST_ODD"),
            Question.of("When have rows drifted?", "DriftDefaults", "LEVEL", "CONFIDENCE")
                    .and("AnswerDefaults", "BASELINE_ROWS"));

    /**
     * A default.
     *
     * @param doc its Javadoc in one line
     */
    private record Default(String name, String value, String doc) {
        private String row(String full) {
            Matcher m = SENTENCE.matcher(doc);
            if (!m.matches()) {
                return "";
            }
            String measured = m.group(2) == null ? "" : " [" + m.group(3) + "](../lab/" + m.group(2) + ")";
            String shown = value.replace('_', ',').replaceAll("(\\d+)(?:[.]0)? / (\\d+)(?:[.]0)?", "$1/$2");
            return "- `" + full + "` = " + shown + ": " + m.group(1) + measured;
        }
    }

    private static List<Source> sources() {
        return Sources.main().stream()
                .filter(s -> !s.isDescriptor() && s.packageName().endsWith(".defaults"))
                .toList();
    }

    private static List<Default> defaults(Source source) {
        List<Default> all = new ArrayList<>();
        Matcher m = DOCUMENTED.matcher(String.join("\n", source.lines()));
        while (m.find()) {
            all.add(new Default(
                    m.group(2),
                    m.group(3),
                    m.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip()));
        }
        return all;
    }

    private static String page() {
        Map<String, Default> all = new HashMap<>();
        for (Source source : sources()) {
            String type = source.file().getFileName().toString().replace(".java", "");
            defaults(source).forEach(d -> all.put(type + "." + d.name, d));
        }
        List<String> lines = new ArrayList<>(List.of(
                "# Defaults",
                "",
                "Numbers that hold where neither an option nor a `Recipe` says otherwise. A link leads to a measurement of the"
                        + " number, or of its effect.",
                "All numbers that decide about the model of a table and its answers stand, with a reason each, in"
                        + " [flow.defaults](../../vflow-flow/src/main/java/io/github/vflow/flow/defaults)",
                "and [table.defaults](../../vflow-table/src/main/java/io/github/vflow/table/defaults). A test writes this page"
                        + " (`DefaultsPageTest`)."));
        for (Question question : QUESTIONS) {
            lines.addAll(List.of("", "## " + question.text, ""));
            question.defaults.forEach(name -> lines.add(all.get(name).row(name)));
        }
        return String.join("\n", lines) + "\n";
    }

    @Test
    void eachClassHasASentence() {
        assertEquals(
                List.of(),
                sources().stream()
                        .filter(s -> !TYPE.matcher(String.join("\n", s.lines())).find())
                        .toList());
    }

    @Test
    void everyDefaultHasASentenceAndItsMeasurement() {
        List<String> found = new ArrayList<>();
        for (Source source : sources()) {
            long constants = source.lines().stream()
                    .filter(l -> l.contains("static final"))
                    .count();
            List<Default> all = defaults(source);
            if (all.isEmpty() || all.size() != constants) {
                found.add(
                        source.file() + ": " + constants + " constants, " + all.size() + " of them documented numbers");
            }
            all.stream()
                    .filter(d -> d.row(d.name).isEmpty())
                    .forEach(d -> found.add(source.file() + ": " + d.name() + ": " + d.doc()));
        }
        assertEquals(List.of(), found, "end with \"Measured: docs/lab/PAGE.md#SECTION.\" or \"Not measured.\"");
    }

    @Test
    void everyDefaultIsUsed() {
        Set<String> unused = new TreeSet<>();
        for (Source source : sources()) {
            String type = source.file().getFileName().toString().replace(".java", "");
            defaults(source).forEach(d -> unused.add(type + "." + d.name));
        }
        Pattern use = Pattern.compile("\\w+Defaults[.]\\w+");
        Sources.main()
                .forEach(s -> s.lines().forEach(l -> use.matcher(l).results().forEach(m -> unused.remove(m.group()))));
        assertEquals(Set.of(), unused, "nothing decides by these numbers");
    }

    @Test
    void thePageIsThatOfTheSources() throws IOException {
        Path page = Sources.root().resolve(PAGE);
        if (Boolean.getBoolean("vflow.write.pages")) {
            Files.writeString(page, page());
        }
        assertEquals(
                page(),
                Files.readString(page),
                "docs/reference/defaults.md is not that of the sources; write it with mvn -q test -pl vflow-lab -am"
                        + " -Dtest=DefaultsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvflow.write.pages=true");
    }
}
