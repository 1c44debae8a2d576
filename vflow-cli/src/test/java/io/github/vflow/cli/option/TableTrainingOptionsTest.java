package io.github.vflow.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.table.fit.Recipe;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class TableTrainingOptionsTest {
    @Command
    static final class Options {
        @Mixin
        private TableTrainingOptions table;
    }

    private static Recipe recipe(String... words) {
        Options options = new Options();
        CommandLine line = new CommandLine(options);
        EnumWords.install(line);
        line.parseArgs(words);
        return options.table.recipe(Recipe.standard().machine().threads());
    }

    @Test
    void withoutOptionsTheRecipeIsTheStandardOne() {
        assertEquals(Recipe.standard(), recipe());
    }

    @Test
    void optionsChangeWhatTheyName() {
        assertEquals(
                Recipe.standard()
                        .withSteps(7)
                        .withLearningRate(0.5)
                        .withSeed(9)
                        .withNoise(0.0, 1.0)
                        .withCalibration(0.25)
                        .withHeldOut(0.2)
                        .given("a", "b")
                        .withoutOddRows(),
                recipe(
                        "--steps=7",
                        "--lr=0.5",
                        "--seed=9",
                        "--noise=0,1",
                        "--calibration=0.25",
                        "--given=a,b",
                        "--validation=0.2",
                        "--robust"));
    }

    private static Optional<Duration> within(String... words) {
        Options options = new Options();
        CommandLine line = new CommandLine(options);
        EnumWords.install(line);
        line.parseArgs(words);
        options.table.check();
        return options.table.within();
    }

    @Test
    void aTimeHasAUnit() {
        assertEquals(Optional.empty(), within());
        assertEquals(Optional.of(Duration.ofSeconds(10)), within("--within=10s"));
        assertEquals(Optional.of(Duration.ofSeconds(90)), within("--within=1.5m"));
        assertEquals(Optional.of(Duration.ofHours(2)), within("--within=2h"));
    }
}
