package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.usage.DataKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options for one kind of data stand under a heading of the help, and are refused with other data, whatever their help says. */
final class OptionGroupsTest {
    private static final Map<DataKind, String> HEADINGS = new EnumMap<>(Map.of(
            DataKind.ROWS, "For rows (tables and toy densities):",
            DataKind.TABLES, "For tables:",
            DataKind.IMAGES, "For images:"));

    private static CommandSpec train() {
        return Main.commandLine().getSubcommands().get("train").getCommandSpec();
    }

    private static String word(OptionSpec option) {
        return switch (option.type().getSimpleName()) {
            case "boolean" -> option.longestName();
            case "double", "Double" -> option.longestName() + "=0";
            case "int", "Integer", "List" -> option.longestName() + "=1";
            default ->
                option.longestName().equals("--within")
                        ? "--within=1s"
                        : option.longestName() + "="
                                + option.completionCandidates().iterator().next();
        };
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                        Map.entry(DataKind.IMAGES, "moons"),
                        Map.entry(DataKind.TABLES, "moons"),
                        Map.entry(DataKind.ROWS, "--images digits"),
                        Map.entry(DataKind.TABLES, "--images digits"))
                .flatMap(e -> e.getKey().options(train()).stream()
                        .filter(o -> !Set.of("--images", "--separator").contains(o.longestName()))
                        .map(o -> Arguments.of(e.getKey(), e.getValue(), word(o))));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void theMessageNamesOptionAndRemedy(DataKind kind, String data, String option) {
        List<Object> words = new ArrayList<>(List.of("train"));
        words.addAll(List.of((Object[]) data.split(" ", -1)));
        words.add(option);
        String name = option.replaceAll("=.*", "");
        String message = switch (kind) {
            case IMAGES -> name + " are for images; add --images, or leave them out";
            case TABLES ->
                data.equals("moons")
                        ? "moons is a toy density; leave out " + name + ", which are for tables"
                        : "with --images, leave out " + name + ", which are for rows";
            case ROWS -> "with --images, leave out " + name + ", which are for rows";
        };
        String said = Run.vflow(words.toArray()).failure(2);
        assertTrue(said.startsWith("vflow: " + message + " (see "), said);
    }

    @Test
    void manyAreRefusedInOneLine() {
        String said = Run.vflow("train", "--images", "digits", "--hidden", 5, "--noise", 0, "--base", "normal")
                .failure(2);
        assertTrue(
                said.startsWith("vflow: with --images, leave out --hidden, --base, --noise, which are for rows"), said);
    }

    @Test
    void eachOptionHasOneSection() {
        String help = Run.vflow("train", "--help").ok().out();
        Map<DataKind, Set<String>> options = Stream.of(DataKind.values())
                .collect(Collectors.toMap(
                        k -> k,
                        k -> k.options(train()).stream()
                                .map(OptionSpec::longestName)
                                .collect(Collectors.toSet())));
        String section = "";
        List<String> seen = new ArrayList<>();
        for (String line : help.substring(help.indexOf("      DATA")).lines().toList()) {
            if (HEADINGS.containsValue(line) || line.equals("Examples:")) {
                section = line;
            } else if (line.matches("( {6}| {2}-\\w, )--.*")) {
                String name = line.strip().replaceAll("^-\\w, ", "").replaceAll("[= ].*", "");
                String expected = options.entrySet().stream()
                        .filter(e -> e.getValue().contains(name))
                        .map(e -> HEADINGS.getOrDefault(e.getKey(), ""))
                        .collect(Collectors.joining());
                assertEquals(expected, section, name);
                seen.add(name);
            }
        }
        assertEquals(
                train().options().stream().map(OptionSpec::longestName).sorted().toList(),
                seen.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "reconstruct", "sample"})
    void aCommandForOneKindOfDataHasNoHeadings(String command) {
        String help = Run.vflow(command, "--help").ok().out();
        assertFalse(HEADINGS.values().stream().anyMatch(help::contains), help);
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpHasTheExitCodes(String command) {
        String help = Run.vflow(command, "--help").ok().out();
        assertTrue(help.contains("Exit code:"), help);
        assertTrue(help.contains("2   usage"), help);
    }

    /** Every kind that a help names is taken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "real",
                "integer",
                "category",
                "ignore",
                "heavy",
                "bounded:0..100",
                "circular:0..360",
                "season:month",
                "season:weekday+hour"
            })
    void helpHasEveryKindOfColumn(String kind) {
        // a line may break after a colon
        String help = Run.vflow("train", "--help").ok().out().replaceAll("\\s+", "");
        assertTrue(help.contains(kind), help);
        Run.vflow("schema", Path.of("..", "examples", "trees.csv"), "--column", "height=" + kind)
                .ok();
    }
}
