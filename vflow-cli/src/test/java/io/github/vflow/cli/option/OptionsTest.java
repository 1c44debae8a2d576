package io.github.vflow.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.http.ModelServer;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Options of plans, engines, tables and services, and the arguments that they make. */
final class OptionsTest {
    @TempDir
    private Path dir;

    @Command
    private static final class Steps {
        @Mixin
        private PlanOptions plan;
    }

    @Command
    private static final class Training {
        @Mixin
        private TableTrainingOptions table;

        @Mixin
        private EngineOptions engine;
    }

    @Command
    private static final class Reading {
        @Mixin
        private TableOptions table;

        @Mixin
        private ImportanceOptions importance;

        @Mixin
        private ServiceOptions service;
    }

    private static <T> T parsed(T options, String... words) {
        CommandLine line = new CommandLine(options);
        EnumWords.install(line);
        line.parseArgs(words);
        return options;
    }

    private static PlanOptions plan(String... words) {
        return parsed(new Steps(), words).plan;
    }

    private static Reading reading(String... words) {
        return parsed(new Reading(), words);
    }

    private static String refused(Executable action) {
        return String.valueOf(assertThrows(UsageException.class, action).getMessage());
    }

    @Test
    void aPlanRefusesWhatNoTrainingTakes() {
        assertEquals(OptionalDouble.empty(), plan().rate());
        assertEquals(OptionalLong.empty(), plan().steps());
        assertEquals(1, plan().seed());
        assertEquals(OptionalDouble.of(0.5), plan("--lr=0.5").rate());
        assertEquals(OptionalLong.of(60), plan("--steps=60").steps());
        assertEquals(11, plan("--seed=11").seed());
        assertEquals("--lr must be positive but is 0.0", refused(plan("--lr=0")::rate));
        assertEquals(
                "--lr must be at most 3.4e38, the most that float32 has, but is 1.0E39",
                refused(plan("--lr=1e39")::rate));
        assertEquals(
                Float.MAX_VALUE, plan("--lr=" + (double) Float.MAX_VALUE).rate().getAsDouble());
    }

    private static void check(String... words) {
        parsed(new Training(), words).table.check();
    }

    @Test
    void optionsOfATableThatExcludeEachOther() {
        check("--noise=0,10", "--calibration=0", "--given=a");
        check("--calibration=0.2");
        assertEquals("--noise must be in [0, 10] but is [10.5]", refused(() -> check("--noise=10.5")));
        assertEquals("--noise must be in [0, 10] but is [-0.1]", refused(() -> check("--noise=-0.1")));
        assertEquals("--within must be a time such as 10s, 2m or 1h but is 10", refused(() -> check("--within=10")));
        assertEquals(
                "a search of odd rows takes a time of its own; leave out --robust or --within",
                refused(() -> check("--within=10s", "--robust")));
        assertEquals(
                "--calibration is for models of p(row); leave it out with --given",
                refused(() -> check("--calibration=0.1", "--given=a")));
        assertTrue(parsed(new Training(), "--robust").table.isRobust());
        assertFalse(parsed(new Training()).table.isRobust());
        assertEquals(
                Optional.of(Duration.ofMillis(1)),
                parsed(new Training(), "--within=0s").table.within());
    }

    @Test
    void anEngineHasItsThreads() {
        EngineOptions usual = parsed(new Training()).engine;
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(processors, usual.threads());
        assertEquals(2, parsed(new Training(), "--threads=2").engine.threads());
        assertEquals(
                4 * processors,
                parsed(new Training(), "--threads=1000000").engine.threads());
        assertEquals(
                1,
                parsed(new Training(), "--engine=other", "--threads=2").engine.threads());
        assertEquals(
                "reference",
                parsed(new Training(), "--engine=reference").engine.parallel().name());
        assertEquals(
                2,
                parsed(new Training(), "--engine=reference", "--threads=2")
                        .engine
                        .threads());
        assertEquals("vector", usual.parallel().name());
        assertTrue(usual.unhurried().description().contains("scalar"), usual.unhurried()::description);
        assertEquals(
                "reference",
                parsed(new Training(), "--engine=reference").engine.unhurried().name());
        String unknown = refused(parsed(new Training(), "--engine=other").engine::sequential);
        assertTrue(unknown.startsWith("--engine: ") && unknown.contains("other"), unknown);
        assertFalse(unknown.contains("TORNADOVM_HOME"), unknown);
        assertTrue(EngineOptions.hint("tornado:1").contains("TORNADOVM_HOME"));
        assertEquals("", EngineOptions.hint("vector"));
    }

    @Test
    void aFormatIsAsTheUserSays() {
        assertEquals(
                new CellFormat(
                        new CsvSource.Format(Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                reading().table.format());
        assertEquals(
                new CellFormat(
                        new CsvSource.Format(Optional.of(';'), Optional.of(true)),
                        Optional.of(Set.of("x", "y")),
                        Optional.of(','),
                        true),
                reading("--separator=semicolon", "--header", "--missing=x,y", "--decimal=comma", "--strict")
                        .table
                        .format());
        CsvSource.Format bare =
                reading("--separator=|", "--no-header").table.format().csv();
        assertEquals(new CsvSource.Format(Optional.of('|'), Optional.of(false)), bare);
        assertEquals(
                "give --header or --no-header, not both", refused(reading("--header", "--no-header").table::format));
        for (String separator : List.of("x", ";;", "")) {
            assertEquals(
                    "--separator must be comma, semicolon, tab, bar or space but is \"" + separator + "\"",
                    refused(reading("--separator=" + separator).table::format));
        }
    }

    @Test
    void wishesOfColumnsAreOptionsOfTheReader() {
        ReadOptions usual = ReadOptions.standard();
        assertEquals(usual, reading().table.options());
        assertEquals(
                usual.withOnly(List.of("a", "b"))
                        .with("c", ReadOptions.Kind.IGNORED)
                        .with("d=1", ReadOptions.Kind.WHOLE)
                        .with("e", ReadOptions.Kind.BOUNDED)
                        .with("e", new ReadOptions.Range(-1, 2.5))
                        .with("f", ReadOptions.Kind.CIRCULAR)
                        .with("f", new ReadOptions.Range(0, 360))
                        .with("h", ReadOptions.Kind.HEAVY_TAILED)
                        .withSeasons("g", Set.of(Moment.Season.WEEKDAY, Moment.Season.HOUR)),
                reading(
                                "--columns=a,b",
                                "--drop=c",
                                "--column=d=1=whole",
                                "--column=e=bounded:-1..2.5",
                                "--column=f=circular:0..360",
                                "--column=h=heavy",
                                "--column=g=season:weekday+hour")
                        .table
                        .options());
        for (String wrong : List.of(
                "a",
                "=real",
                "a=odd",
                "a=bounded:2..1",
                "a=bounded:1..1",
                "a=bounded:0..1e39",
                "a=bounded:-1e39..0",
                "=bounded:0..1",
                "=season:hour",
                "a=season:year")) {
            assertTrue(refused(reading("--column", wrong).table::options).endsWith("but is \"" + wrong + "\""), wrong);
        }
    }

    @Test
    void samplesAndSeedAreTheModelsUnlessTheUserHasOthers() {
        Scoring usual = new Scoring(33, 5);
        assertEquals(usual, reading().importance.scoring(usual));
        assertEquals(new Scoring(7, 5), reading("--samples=7").importance.scoring(usual));
        assertEquals(new Scoring(33, 8), reading("--seed=8").importance.scoring(usual));
    }

    private ModelServer.Setup setup(String... words) throws IOException {
        return reading(words).service.setup(Duration.ofSeconds(3), _ -> {}, _ -> {});
    }

    @Test
    void aServiceIsOfThisMachineWithTheUsualLimits() throws IOException {
        ModelServer.Setup usual = setup();
        assertEquals("127.0.0.1", usual.address().getAddress().getHostAddress());
        assertEquals(8080, usual.address().getPort());
        assertEquals(Limits.usual(), usual.limits());
        assertEquals(Optional.empty(), usual.token());
        assertEquals(Optional.empty(), usual.tls());
        assertEquals(Optional.empty(), usual.accessLog());
        assertEquals(Duration.ofSeconds(3), usual.reload());
        assertEquals("127.0.0.1", reading().service.host());
    }

    @Test
    void optionsOfAServiceChangeWhatTheyName() throws IOException {
        Path token = Files.writeString(dir.resolve("token"), " secret \n");
        ModelServer.Setup setup = setup(
                "--host=0.0.0.0",
                "--port=0",
                "--token-file=" + token,
                "--max-body=2",
                "--max-rows=3",
                "--max-time=4",
                "--max-waiting=5",
                "--access-log");
        assertEquals(0, setup.address().getPort());
        assertEquals(Limits.usual().with(2 << 20, 3, Duration.ofSeconds(4), 5), setup.limits());
        assertEquals(Optional.of("secret"), setup.token());
        assertTrue(setup.accessLog().isPresent());
        assertEquals("0.0.0.0", setup("--host=0.0.0.0", "--insecure").address().getHostString());
    }

    @Test
    void aServiceWithoutASecretIsForThisMachine() throws IOException {
        assertEquals(
                "--host 0.0.0.0 is not of this machine alone: give --token-file FILE, or --insecure if anybody may ask",
                refused(() -> setup("--host=0.0.0.0")));
        assertEquals("give --key-store and --password-file, or neither", refused(() -> setup("--key-store=k")));
        assertEquals("give --key-store and --password-file, or neither", refused(() -> setup("--password-file=k")));
        Path empty = Files.writeString(dir.resolve("empty"), "\n");
        assertEquals(
                "--token-file " + empty + " must have one line, the secret",
                refused(() -> setup("--token-file=" + empty)));
        Path two = Files.writeString(dir.resolve("two"), "a\nb\n");
        assertEquals(
                "--token-file " + two + " must have one line, the secret", refused(() -> setup("--token-file=" + two)));
        assertEquals(
                "--host must be an address of this machine but is \"no such host\"",
                refused(() -> setup("--host=no such host")));
    }
}
