package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The page of commands against options is that of the commands. {@code -Dvflow.write.pages=true} writes the page instead: {@code mvn -q test -pl
 * vflow-cli -am -Dtest=OptionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvflow.write.pages=true}.
 */
final class OptionsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "options.md");

    /** Options that mean one thing, and take a word of another kind in some commands. */
    private static final Set<String> SEVERAL_WORDS = Set.of("--out", "--given", "--samples", "--seed", "--plot");

    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> all = new TreeMap<>(Main.commandLine().getSubcommands());
        all.remove("help");
        return all;
    }

    /** The options by their longest names; each has the commands that take it. */
    private static Map<String, Map<String, OptionSpec>> options() {
        Map<String, Map<String, OptionSpec>> all = new TreeMap<>();
        commands()
                .forEach((name, command) -> command.getCommandSpec().options().stream()
                        .filter(o -> !o.hidden())
                        .forEach(o -> all.computeIfAbsent(o.longestName(), _ -> new TreeMap<>())
                                .put(name, o)));
        return all;
    }

    private static String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# Options",
                "",
                "The options of each command. `vflow COMMAND --help` says what each does, and its default. An option has the same name and the same"
                        + " meaning",
                "in all commands that have it. A test writes this page (`OptionsPageTest`).",
                ""));
        int all = commands().size();
        options()
                .forEach((name, by) -> lines.add("- `" + name + shown(by.values()) + "`: "
                        + (by.size() == all ? "all" : String.join(", ", by.keySet()))));
        return String.join("\n", lines) + "\n";
    }

    /** The words that stand for the value of an option. */
    private static String shown(Collection<OptionSpec> options) {
        String words = words(options).stream().collect(Collectors.joining(" or "));
        return words.isEmpty() ? "" : " " + words;
    }

    private static Set<String> words(Collection<OptionSpec> options) {
        return options.stream()
                .filter(o -> o.arity().max() > 0)
                .map(OptionSpec::paramLabel)
                .map(label -> label.replace("|", "\\|"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePageIsThatOfTheCommands() throws IOException {
        if (Boolean.getBoolean("vflow.write.pages")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(
                page(),
                Files.readString(PAGE),
                "docs/reference/options.md is not that of the commands; write it with mvn -q test -pl vflow-cli -am"
                        + " -Dtest=OptionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvflow.write.pages=true");
    }

    @Test
    void anOptionHasOneNameAndOneKindOfValue() {
        List<String> several = new ArrayList<>();
        options().forEach((name, by) -> {
            Set<Set<String>> names = by.values().stream()
                    .map(o -> Arrays.stream(o.names())
                            .filter(n -> n.startsWith("--"))
                            .collect(Collectors.toSet()))
                    .collect(Collectors.toSet());
            boolean isFlag = by.values().stream().allMatch(o -> o.arity().max() == 0);
            boolean isMixed =
                    !isFlag && by.values().stream().anyMatch(o -> o.arity().max() == 0);
            boolean hasSeveral = words(by.values()).size() > 1 && !SEVERAL_WORDS.contains(name);
            if (names.size() > 1 || isMixed || hasSeveral) {
                several.add(name + " is " + names + " with " + words(by.values()) + " in " + by.keySet());
            }
        });
        assertEquals(List.of(), several);
    }

    @Test
    void thePageHasTheOptionsOfTables() throws IOException {
        String page = Files.readString(PAGE);
        assertTrue(page.lines().anyMatch(l -> l.startsWith("- `--alarms RATE`: ") && l.contains("score")), page);
        assertTrue(page.lines().anyMatch("- `--help`: all"::equals), page);
    }
}
