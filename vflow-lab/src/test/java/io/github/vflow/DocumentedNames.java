package io.github.vflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The names in documented commands that no test runs: scripts, classes, tests, modules, profiles, benchmarks. */
final class DocumentedNames {
    private static final Pattern COMMAND = Pattern.compile(
            "\\s*(\\$ )?((time|flock|taskset|[A-Z_]+=\\S*) .*)?(\\./vflow|vflow|scripts/|mvn|java) ?.*");
    private static final Pattern SCRIPT = Pattern.compile("(?<![\\w./-])scripts/[\\w.-]+");
    private static final Pattern CLASS = Pattern.compile("io\\.github\\.vflow(\\.[a-z]\\w*)*\\.[A-Z]\\w*");
    private static final Pattern TEST = Pattern.compile("-Dtest='?([\\w,]+)");
    private static final Pattern MODULES = Pattern.compile("-pl '?!?([\\w,-]+)");
    private static final Pattern PROFILE = Pattern.compile("-P[a-z,]+");
    private static final Pattern BENCHMARK =
            Pattern.compile("-jar benchmarks/target/benchmarks\\.jar (\"[^\"]*\"|\\w+)");

    private final Set<Path> files;
    private final String pom = Documents.text(Path.of("pom.xml"));

    /** All files of the project, from its root. */
    DocumentedNames(Set<Path> files) {
        this.files = files;
    }

    /** Whether a line is a command of this project. */
    static boolean isCommand(String line) {
        return COMMAND.matcher(line).matches();
    }

    /** The names that a command has and the project has not. */
    List<String> missing(String command) {
        List<String> found = new ArrayList<>();
        each(SCRIPT, command, 0, name -> keep(found, name, files.contains(Path.of(name))));
        each(CLASS, command, 0, name -> keep(found, name, hasType(name)));
        each(TEST, command, 1, names -> eachOf(names, ",", name -> keep(found, name, hasSource(name))));
        each(
                MODULES,
                command,
                1,
                names -> eachOf(names, ",", name -> keep(found, name, files.contains(Path.of(name)))));
        each(PROFILE, command, 0, name -> eachOf(name.substring(2), ",", id -> keep(found, "-P" + id, hasProfile(id))));
        each(
                BENCHMARK,
                command,
                1,
                names -> eachOf(
                        names.replaceAll("[\"\\\\]|\\.[a-z]\\w*", ""),
                        "[|.]+",
                        name -> keep(found, name, name.isEmpty() || hasSource(name))));
        return found;
    }

    private static void each(Pattern pattern, String text, int group, Consumer<String> act) {
        pattern.matcher(text).results().forEach(r -> act.accept(r.group(group)));
    }

    private static void eachOf(String names, String separator, Consumer<String> act) {
        for (String name : names.split(separator, -1)) {
            act.accept(name);
        }
    }

    private static void keep(List<String> found, String name, boolean isThere) {
        if (!isThere) {
            found.add(name);
        }
    }

    private boolean hasType(String name) {
        Path source = Path.of(name.replace('.', '/') + ".java");
        return files.stream().anyMatch(f -> f.endsWith(source));
    }

    private boolean hasSource(String name) {
        return files.stream().anyMatch(f -> f.endsWith(name + ".java"));
    }

    private boolean hasProfile(String id) {
        return pom.contains("<id>" + id + "</id>");
    }
}
