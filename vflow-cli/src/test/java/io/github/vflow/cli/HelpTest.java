package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help of commands: what a table takes is short, and options of images are refused with a toy density. */
final class HelpTest {
    @Test
    void aTableHasThirtyOptions() {
        String help = Run.vflow("train", "--help").ok().out();
        long options =
                help.lines().filter(l -> l.matches("( {6}| {2}-\\w, )--.*")).count();
        assertTrue(options <= 30, () -> options + " options of a table: " + help);
    }

    static Stream<OptionSpec> ofImages() {
        CommandSpec experiment =
                Main.commandLine().getSubcommands().get("experiment").getCommandSpec();
        return Stream.of("imageArchitecture", "pictures")
                .flatMap(mixin -> experiment.mixins().get(mixin).options().stream())
                .map(option -> experiment.findOption(option.longestName()))
                .filter(option -> !option.longestName().equals("--images"));
    }

    @ParameterizedTest
    @MethodSource("ofImages")
    void theMessageNamesOptionAndRemedy(OptionSpec option) {
        String name = option.longestName();
        String word = switch (option.type().getSimpleName()) {
            case "boolean" -> name;
            case "double" -> name + "=0";
            case "int", "Integer" -> name + "=1";
            default -> name + "=" + option.completionCandidates().iterator().next();
        };
        String said = Run.vflow("experiment", "moons", word).failure(2);
        assertTrue(said.startsWith("vflow: " + name + " are for images; add --images, or leave them out (see "), said);
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
