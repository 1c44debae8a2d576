package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each default has a sentence and its measurement, and the page of the defaults is that of the sources. {@code -Dvflow.write.pages=true} writes
 * the page instead: {@code mvn -q test -pl vflow-lab -am -Dtest=DefaultsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvflow.write.pages=true}.
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
     * A default.
     *
     * @param doc its Javadoc in one line
     */
    private record Default(String name, String value, String doc) {
        private String row() {
            Matcher m = SENTENCE.matcher(doc);
            if (!m.matches()) {
                return "";
            }
            String measured = m.group(2) == null ? "" : " [" + m.group(3) + "](../lab/" + m.group(2) + ")";
            String shown = value.replace('_', ',').replaceAll("(\\d+)(?:[.]0)? / (\\d+)(?:[.]0)?", "$1/$2");
            return "- `" + name + "` = " + shown + ": " + m.group(1) + measured;
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
        List<String> lines = new ArrayList<>(List.of(
                "# Defaults",
                "",
                "The numbers that decide about the model of a table and its answers, where neither an option nor a `Recipe` says otherwise. A link"
                        + " leads to",
                "a measurement of the number, or of its effect; nobody has measured a number without one. A test writes this page"
                        + " (`DefaultsPageTest`)."));
        for (Source source : sources()) {
            String path = source.file().toString().replace('\\', '/');
            Matcher type = TYPE.matcher(String.join("\n", source.lines()));
            if (!type.find()) {
                throw new IllegalStateException(path + ": a class of defaults has one sentence");
            }
            lines.addAll(List.of("", "## " + type.group(2), "", type.group(1) + " [Source](../../" + path + ")", ""));
            defaults(source).forEach(d -> lines.add(d.row()));
        }
        return String.join("\n", lines) + "\n";
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
                    .filter(d -> d.row().isEmpty())
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
